import { describe, expect, it } from 'vitest';
import { PosixWorld } from './world.ts';

type Info = Readonly<Record<string, number>>;

/** The fields of `info` that are named, in that order. */
function fields(info: Info, ...names: string[]): (number | undefined)[] {
  return names.map((name) => info[`tcpi_${name}`]);
}

/** Writes `n` octets; how many were taken, or the errno. */
function write(w: PosixWorld, fd: number, n: number): number | string {
  return w.now(() => w.a.write(fd, new Uint8Array(n)));
}

describe('TCP_INFO of Linux', () => {
  it('counts octets and segments of both ends alike, but for the octet of the SYN', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.say(w.a, here, 'hello');
    w.wait(300);
    w.say(w.b, there, 'hi');
    w.wait(300);
    const a = w.a.tcpInfo(here);
    const b = w.b.tcpInfo(there);
    expect(fields(a, 'bytes_sent', 'bytes_acked', 'bytes_received')).toEqual([5, 6, 2]);
    expect(fields(b, 'bytes_sent', 'bytes_acked', 'bytes_received')).toEqual([2, 2, 5]);
    expect(fields(a, 'data_segs_out', 'data_segs_in')).toEqual([1, 1]);
    expect(fields(b, 'data_segs_out', 'data_segs_in')).toEqual([1, 1]);
    // SYN, ACK, text, ACK; and on the other side the SYN-ACK went before there was a connection.
    expect(fields(a, 'segs_out', 'segs_in')).toEqual([4, 3]);
    expect(fields(b, 'segs_out', 'segs_in')).toEqual([2, 4]);
  });

  it('counts a FIN as an octet once it is acknowledged, or received in its turn', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.say(w.a, here, 'hello');
    w.now(() => w.a.shutdown(here, 1));
    w.wait(300);
    expect(fields(w.a.tcpInfo(here), 'bytes_acked')).toEqual([7]);
    expect(fields(w.b.tcpInfo(there), 'bytes_received')).toEqual([6]);
  });

  it('is busy until the FIN is acknowledged, or the connection is over', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.now(() => w.a.shutdown(here, 1));
    w.wait(300);
    expect(fields(w.a.tcpInfo(here), 'busy_time')).toEqual([20_000]);
    w.passes.b = false;
    w.say(w.b, there, 'never heard');
    w.wait(100);
    expect(fields(w.b.tcpInfo(there), 'busy_time')).toEqual([100_000]);
    const at = w.b.tcpInfo(there)['tcpi_busy_time'] as number;
    w.wait(3_600_000);
    const gone = w.b.tcpInfo(there)['tcpi_busy_time'] as number;
    expect(gone).toBeGreaterThan(at);
    w.wait(1000);
    expect(fields(w.b.tcpInfo(there), 'busy_time')).toEqual([gone]);
  });

  it('remembers when text came apart from when anything did', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.wait(30);
    w.say(w.b, there, 'text');
    w.wait(100);
    w.say(w.a, here, 'answer');
    w.wait(230); // the ACK waits 200 ms for company
    const info = w.a.tcpInfo(here);
    expect(fields(info, 'last_data_recv', 'last_ack_recv', 'last_data_sent')).toEqual([
      320, 10, 230,
    ]);
    expect(fields(info, 'last_ack_sent')).toEqual([0]);
  });

  it('says how long the send buffer held the user up', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair((fd) => {
      w.now(() => w.a.setsockopt(fd, 'SOL_SOCKET', 'SO_SNDBUF', 3000));
      w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_NODELAY', 1));
    });
    expect(write(w, here, 10_000)).toBe(4000);
    w.wait(10);
    expect(fields(w.a.tcpInfo(here), 'sndbuf_limited', 'busy_time')).toEqual([10_000, 10_000]);
    w.wait(1000);
    w.now(() => w.b.read(there, new Uint8Array(9000)));
    const info = w.a.tcpInfo(here);
    expect(fields(info, 'sndbuf_limited', 'rwnd_limited')).toEqual([20_000, 0]);
    expect(write(w, here, 100)).toBe(100);
    w.wait(10);
    expect(fields(w.a.tcpInfo(here), 'sndbuf_limited')).toEqual([20_000]);
  });

  it('tells of SYNs and SYN-ACKs that were sent again', () => {
    const w = new PosixWorld();
    w.passes.b = false;
    const listener = w.listen();
    const here = w.socket();
    w.connect(here);
    w.wait(500);
    expect(fields(w.a.tcpInfo(here), 'total_retrans', 'min_rtt')).toEqual([0, 0xffffffff]);
    w.wait(1000);
    w.passes.b = true;
    w.wait(5000);
    const there = w.now(() => w.b.accept(listener)) as number;
    const again = w.a.tcpInfo(here)['tcpi_total_retrans'] as number;
    expect(again).toBeGreaterThan(0);
    expect(w.b.tcpInfo(there)['tcpi_total_retrans']).toBeGreaterThan(0);
    w.say(w.a, here, 'x'); // its ACK waits for company
    w.wait(300);
    expect(fields(w.a.tcpInfo(here), 'min_rtt', 'total_retrans')).toEqual([220_000, again]);
  });

  it('is there for listeners and sockets that were never connected', () => {
    const w = new PosixWorld();
    expect(w.a.tcpInfo(w.listen(w.a))['tcpi_state']).toBe(10);
    expect(w.a.tcpInfo(w.socket())['tcpi_state']).toBe(7);
  });
});

describe('TCP_INFO of FreeBSD', () => {
  it('counts segments out of order, and those that offer no window', () => {
    const w = new PosixWorld('freebsd');
    const [here, there] = w.pair();
    const info = w.a.tcpInfo(here);
    expect(fields(info, 'rcv_ooopack', 'snd_zerowin')).toEqual([0, 0]);
    expect(info['tcpi_rcv_mss']).toBe(info['tcpi_snd_mss']);
    w.passes.b = false;
    w.say(w.b, there, 'lost');
    w.wait(5);
    w.passes.b = true;
    w.now(() => w.b.setsockopt(there, 'SOL_TCP', 'TCP_NODELAY', 1));
    w.say(w.b, there, 'early');
    w.wait(15);
    expect(fields(w.a.tcpInfo(here), 'rcv_ooopack')).toEqual([1]);
    for (let i = 0; i < 20; i++) {
      w.now(() => w.b.write(there, new Uint8Array(20_000)));
      w.wait(100);
    }
    w.wait(10_000);
    expect(w.a.tcpInfo(here)['tcpi_snd_zerowin']).toBeGreaterThan(0);
  });
});
