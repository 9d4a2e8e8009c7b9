"""One host of an exhibit, with the kernel in its place; see replay-plan.ts, which writes the plan.

Runs as root inside a network namespace of its own. Makes a TUN device with the host's addresses, does
the host's application calls on real sockets, and puts the segments that arrive at that host on the
device, all at the times of the plan. What the kernel sends, what sockets are told and which state each
connection is in go out at the end, as one line of JSON; times are seconds from the beginning.

    python3 replay-kernel.py plan.json
"""

import errno
import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
DEVICE = "syn0"
# How long an arrival waits at least for what the kernel is to send before it, seconds; the plan may say longer.
PATIENCE = 0.5


class Kernel:
    def __init__(self, plan):
        self.plan = plan
        self.poll = select.poll()
        self.sockets = {}  # by name
        self.by_fd = {}
        self.paused = set()
        self.listeners = {}
        self.packets = []
        self.told = []
        self.states = []
        self.isns = {}  # of each flow, those the kernel chose
        self.sent = {}  # of each flow, how many segments
        self.tsval = {}
        self.late = 0.0
        self.began = 0.0
        self.tun = self.open_device()

    def open_device(self):
        for name, value in self.plan["sysctls"]:
            with open("/proc/sys/net/" + name, "w") as f:
                f.write(str(value))
        fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TUN_NO_PI))
        ip = lambda *args: subprocess.run(("ip",) + args, check=True)
        ip("link", "set", "dev", DEVICE, "up", "txqueuelen", "1000")
        for address in self.plan["addresses"]:
            ip("address", "add", address + "/32", "dev", DEVICE)
        source = ("src", self.plan["addresses"][0])
        more = ("quickack", "1") if self.plan["quickAcks"] else ()
        ip("route", "add", "default", "dev", DEVICE, *source, *more)
        self.poll.register(fd, select.POLLIN)
        return fd

    def now(self):
        return time.monotonic() - self.began

    def run(self):
        try:
            # Other work on this machine is not to make us late.
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        except OSError:
            pass
        self.began = time.monotonic() + 0.02
        for step in self.plan["steps"]:
            self.wait_until(step["at"])
            if step["do"] == "arrive":
                wait = 0 if step["after"] <= self.sent.get(step["flow"], 0) else step["patience"]
                limit = self.now() + max(PATIENCE, wait)
                while step["after"] > self.sent.get(step["flow"], 0) and self.now() < limit:
                    self.serve(limit - self.now())
            if step["do"] != "look":
                self.late = max(self.late, self.now() - step["at"])
            getattr(self, "do_" + step["do"])(step)
            self.serve(0)
        self.wait_until(self.plan["until"])
        return {
            "packets": self.packets,
            "told": self.told,
            "states": self.states,
            "late": self.late,
        }

    def wait_until(self, at):
        while True:
            left = at - self.now()
            if left <= 0:
                return
            self.serve(left)

    def serve(self, seconds):
        """Takes what comes within some time, or at once; returns after the first lot."""
        # Milliseconds are what poll counts in: the last one is not slept through.
        ready = self.poll.poll(int(seconds * 1000))
        for fd, events in ready:
            if fd == self.tun:
                self.take_packets()
            elif fd in self.by_fd:
                self.serve_socket(fd, events)

    def take_packets(self):
        while True:
            try:
                packet = os.read(self.tun, 65536)
            except BlockingIOError:
                return
            at = self.now()
            if packet[0] >> 4 != 4 or packet[9] != 6:
                continue
            head = (packet[0] & 15) * 4
            sport, dport, seq = struct.unpack_from("!HHI", packet, head)
            remote = socket.inet_ntoa(packet[16:20])
            flow = self.plan["flows"].get("%d %s:%d" % (sport, remote, dport), 0)
            if packet[head + 13] & 2:
                isns = self.isns.setdefault(flow, [])
                if seq not in isns:
                    isns.append(seq)
            value = timestamp_of(packet, head)
            if value is not None:
                self.tsval[flow] = struct.unpack_from("!I", packet, value)[0]
            self.sent[flow] = self.sent.get(flow, 0) + 1
            self.packets.append([at, flow, packet.hex()])

    # What is done.

    def do_arrive(self, step):
        """A segment arrives: what it says of the kernel's numbers is told in the kernel's own."""
        packet = bytearray.fromhex(step["packet"])
        flow = step["flow"]
        head = (packet[0] & 15) * 4
        isns = self.isns.get(flow, [])
        if packet[head + 13] & 16 and 0 <= step["isn"] < len(isns):
            (ack,) = struct.unpack_from("!I", packet, head + 8)
            put(packet, head, head + 8, ack - step["iss"] + isns[step["isn"]])
        value = timestamp_of(packet, head)
        if value is not None and struct.unpack_from("!I", packet, value + 4)[0] != 0:
            put(packet, head, value + 4, self.tsval.get(flow, 0))
        os.write(self.tun, packet)
        self.take_packets()

    def do_look(self, step):
        """Which state each connection of the kernel is in."""
        flows = {}
        with open("/proc/net/tcp") as f:
            for line in f.readlines()[1:]:
                field = line.split()
                port = int(field[1].split(":")[1], 16)
                remote, rport = field[2].split(":")
                address = socket.inet_ntoa(struct.pack("=I", int(remote, 16)))
                flow = self.plan["flows"].get("%d %s:%d" % (port, address, int(rport, 16)))
                if flow is not None:
                    flows[flow] = int(field[3], 16)
        self.states.append([step["at"], self.now(), flows])

    def do_listen(self, step):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("", step["port"]))
        s.setblocking(False)
        s.listen(step["backlog"])
        self.listeners[step["socket"]] = s

    def do_unlisten(self, step):
        self.listeners.pop(step["socket"]).close()

    def do_accept(self, step):
        limit = self.now() + PATIENCE
        while True:
            try:
                s, _ = self.listeners[step["listener"]].accept()
                break
            except BlockingIOError:
                if self.now() > limit:
                    self.tell(step["socket"], "nothing to accept", 0)
                    return
                self.serve(0.006)
        self.keep(s, step["socket"], select.POLLIN)

    def do_connect(self, step):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.setblocking(False)
        s.bind((step["from"], step["localPort"]))
        self.keep(s, step["socket"], select.POLLOUT)
        s.connect_ex((step["to"], step["port"]))

    def keep(self, s, name, events):
        s.setblocking(False)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0 if self.plan["nagle"] else 1)
        if self.plan["delaysAcks"]:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
        self.sockets[name] = s
        self.by_fd[s.fileno()] = name
        self.poll.register(s.fileno(), events)

    def do_send(self, step):
        self.call(step, lambda s: s.send(bytes(step["octets"])))

    def do_close(self, step):
        self.call(step, lambda s: s.shutdown(socket.SHUT_WR))

    def do_release(self, step):
        self.call(step, lambda s: self.forget(step["socket"]).close())

    def do_abort(self, step):
        def abort(s):
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.forget(step["socket"]).close()

        self.call(step, abort)

    def do_set(self, step):
        def set_options(s):
            for name, value in (
                ("TCP_KEEPIDLE", step.get("keepAliveIdle")),
                ("TCP_KEEPINTVL", step.get("keepAliveInterval")),
                ("TCP_KEEPCNT", step.get("keepAliveCount")),
            ):
                if value is not None:
                    s.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
            if step.get("keepAlive") is not None:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, int(step["keepAlive"]))

        self.call(step, set_options)

    def do_pause(self, step):
        self.paused.add(step["socket"])
        self.call(step, lambda s: self.poll.modify(s.fileno(), 0))

    def do_resume(self, step):
        self.paused.discard(step["socket"])
        self.call(step, lambda s: self.poll.modify(s.fileno(), select.POLLIN))

    def do_kill(self, step):
        for s in self.listeners.values():
            s.close()
        for name in list(self.sockets):
            self.forget(name).close()

    def call(self, step, f):
        s = self.sockets.get(step["socket"])
        try:
            if s is None:
                raise OSError(errno.ENOTCONN, "")
            f(s)
        except OSError as e:
            self.tell(step["socket"], "call", errno.errorcode[e.errno])

    def forget(self, name):
        s = self.sockets.pop(name)
        if self.by_fd.pop(s.fileno(), None) is not None:
            self.poll.unregister(s.fileno())
        return s

    def tell(self, name, what, value):
        self.told.append([self.now(), name, what, value])

    def serve_socket(self, fd, events):
        name = self.by_fd[fd]
        s = self.sockets[name]
        if events & select.POLLOUT:
            error = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error != 0:
                self.over(fd, name, errno.errorcode[error])
                return
            self.tell(name, "connected", 0)
            self.poll.modify(fd, 0 if name in self.paused else select.POLLIN)
            return
        if events & select.POLLIN and name not in self.paused:
            try:
                octets = s.recv(1 << 20)
            except BlockingIOError:
                return
            except OSError as e:
                self.over(fd, name, errno.errorcode[e.errno])
                return
            if len(octets) > 0:
                self.tell(name, "read", len(octets))
                return
            self.tell(name, "end", 0)
            self.poll.modify(fd, 0)
        elif events & (select.POLLERR | select.POLLHUP):
            error = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            self.over(fd, name, errno.errorcode[error] if error != 0 else None)

    def over(self, fd, name, error):
        self.tell(name, "closed", error)
        self.poll.unregister(fd)
        del self.by_fd[fd]


def timestamp_of(packet, head):
    """Where the values of the timestamps option are; None without one."""
    at, end = head + 20, head + (packet[head + 12] >> 4) * 4
    while at < end and packet[at] != 0:
        if packet[at] == 1:
            at += 1
        elif packet[at] == 8:
            return at + 2
        else:
            at += max(2, packet[at + 1])
    return None


def put(packet, head, at, value):
    """Writes 32 bits; the checksum follows (RFC 1624), so that a wrong one stays wrong."""
    odd = (at - head) % 2
    first, last = at - odd, at + 4 + odd
    (check,) = struct.unpack_from("!H", packet, head + 16)
    total = ~check & 0xFFFF
    for i in range(first, last, 2):
        total += ~struct.unpack_from("!H", packet, i)[0] & 0xFFFF
    struct.pack_into("!I", packet, at, value & 0xFFFFFFFF)
    for i in range(first, last, 2):
        total += struct.unpack_from("!H", packet, i)[0]
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    struct.pack_into("!H", packet, head + 16, ~total & 0xFFFF)


with open(sys.argv[1]) as file:
    kernel = Kernel(json.load(file))
print(json.dumps(kernel.run()))
