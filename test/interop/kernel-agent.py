"""System calls on the kernel's sockets, one for each line of JSON that comes in; see kernel-agent.ts.

    {"id": 1, "do": "send", "with": [5, "hello", 0]}

Each call has a thread of its own, so that one that waits keeps no other waiting. The answer has the call's
id, its value or the name of its errno, and the seconds it took. Ends with its input.
"""

import errno
import json
import os
import socket
import struct
import sys
import threading
import time

MD5SIG = 14
lock = threading.Lock()
sockets = {}


def keep(s):
    sockets[s.fileno()] = s
    return s.fileno()


class Calls:
    def socket(self, family):
        s = socket.socket(socket.AF_INET if family == 4 else socket.AF_INET6)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return keep(s)

    def set(self, fd, level, name, value):
        """An option by name; a list is the ints of a structure."""
        if isinstance(value, list):
            value = struct.pack("%di" % len(value), *value)
        sockets[fd].setsockopt(getattr(socket, level), getattr(socket, name), value)

    def get(self, fd, level, name):
        return sockets[fd].getsockopt(getattr(socket, level), getattr(socket, name))

    def sign(self, fd, peer, key):
        """struct tcp_md5sig: include/uapi/linux/tcp.h"""
        if ":" in peer:
            place = struct.pack("=HHI16sI", socket.AF_INET6, 0, 0, socket.inet_pton(socket.AF_INET6, peer), 0)
        else:
            place = struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(peer))
        octets = key.encode()
        value = struct.pack("=128sBBHi80s", place, 0, 0, len(octets), 0, octets)
        sockets[fd].setsockopt(socket.IPPROTO_TCP, MD5SIG, value)

    def listen(self, fd, host, port, backlog):
        sockets[fd].bind((host, port))
        sockets[fd].listen(backlog)

    def accept(self, fd):
        return keep(sockets[fd].accept()[0])

    def connect(self, fd, host, port):
        sockets[fd].connect((host, port))

    def send(self, fd, text, flags=0, host=None, port=None):
        """Text; a number stands for so many octets."""
        octets = text.encode() if isinstance(text, str) else bytes(i % 251 for i in range(text))
        if host is not None:
            return sockets[fd].sendto(octets, flags, (host, port))
        total = 0
        while total < len(octets):
            total += sockets[fd].send(octets[total:], flags)
        return total

    def recv(self, fd, most):
        return sockets[fd].recv(most).decode()

    def drain(self, fd, total):
        """Reads so many octets, or to the end; how many, and how many of them are not what send makes."""
        got = wrong = 0
        want = bytes(i % 251 for i in range(251 * 2)) * 2048
        while got < total:
            octets = sockets[fd].recv(1 << 18)
            if not octets:
                break
            at = got % 251
            if octets != want[at : at + len(octets)]:
                wrong += 1
            got += len(octets)
        return [got, wrong]

    def shutdown(self, fd):
        sockets[fd].shutdown(socket.SHUT_WR)

    def close(self, fd):
        sockets.pop(fd).close()

    def options(self, fd):
        """tcpi_options of struct tcp_info"""
        return sockets[fd].getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)[5]

    def sysctl(self, name, value):
        with open("/proc/sys/net/ipv4/" + name, "w") as f:
            f.write(str(value))

    def counter(self, name):
        """One of TcpExt in /proc/net/netstat."""
        with open("/proc/net/netstat") as f:
            lines = [line.split() for line in f]
        for names, values in zip(lines[::2], lines[1::2]):
            if name in names:
                return int(values[names.index(name)])
        raise OSError(errno.ENOENT, name)


calls = Calls()


def answer(order):
    began = time.monotonic()
    said = {"id": order["id"], "value": None, "errno": None}
    try:
        said["value"] = getattr(calls, order["do"])(*order["with"])
    except OSError as e:
        said["errno"] = errno.errorcode.get(e.errno, str(e))
    except Exception as e:  # told, not lost with the thread
        said["errno"] = "%s: %s" % (type(e).__name__, e)
    said["seconds"] = time.monotonic() - began
    with lock:
        print(json.dumps(said), flush=True)


for line in sys.stdin:
    threading.Thread(target=answer, args=(json.loads(line),), daemon=True).start()
os._exit(0)
