import { describe, expect, it } from 'vitest';
import { NoScript, packetdrill } from '../../src/export/index.ts';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import type { Step } from '../../src/sim/index.ts';
import { bare, parseScript } from './packetdrill-read.ts';
import { recorded, story } from './runs.ts';

const CONNECT: Step = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80 },
};

function thrownBy(what: () => unknown): unknown {
  try {
    what();
  } catch (error) {
    return error;
  }
  return null;
}

/** The script of one host's part of an exhibit, without comments. */
function ofExhibit(id: string, side: string, flow = 1): string[] {
  const exhibit = EXHIBITS.find((e) => e.id === id);
  if (exhibit === undefined) throw new Error(`no exhibit '${id}'`);
  const script = packetdrill(perform(exhibit).trace, { side, flow });
  parseScript(script);
  return bare(script);
}

describe('a packetdrill script of what is out of the ordinary', () => {
  it('puts text on a SYN by Fast Open without its option', () => {
    expect(ofExhibit('open/data-on-1', 'A').slice(-7, -1)).toEqual([
      '+0 setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, [1], 4) = 0',
      '+0 sendto(3, ..., 5, MSG_FASTOPEN, ..., ...) = 5',
      '+0 > S 0:5(5) <mss 1460>',
      '+.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>',
      '+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
      '+0 > P. 1:6(5) ack 1',
    ]);
  });

  it('has a host that talks to itself do so by loopback, where no packet is seen', () => {
    const own = '{sa_family = AF_INET, sin_port = htons(6000), sin_addr = inet_addr("127.0.0.1")}';
    expect(ofExhibit('open/self-connect', 'A').slice(-5)).toEqual([
      `+0 bind(3, ${own}, 16) = 0`,
      `+0 connect(3, ${own}, 16) = -1 EINPROGRESS (Operation now in progress)`,
      '+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
      '+.1 write(3, ..., 5) = 5',
      '+.001 read(3, ..., 5) = 5',
    ]);
  });

  it('sends urgent text with MSG_OOB, and has the pointer of either side', () => {
    const a = ofExhibit('hdr/urg', 'A');
    expect(a).toContain('+.1 send(3, ..., 4, MSG_OOB) = 4');
    expect(a).toContain('+0 > PU. 9:13(4) ack 1 urg 4');
    expect(ofExhibit('hdr/urg', 'B').join()).toContain('< PU. 9:13(4) ack 1 win 65535 urg 4');
  });

  it('has a write wait that comes before the connection is there', () => {
    expect(ofExhibit('ablate/syn-data-delivered', 'B')).toContain('+0...0.1 write(4, ..., 4) = 4');
  });

  it('has the connections that fill the queue of a listener beside its own, by their ports', () => {
    const script = ofExhibit('rst/overflow', 'B', 3);
    expect(script).toContain('+0 listen(3, 1) = 0');
    expect(script.filter((line) => line.includes('60005'))).toEqual([
      '+.05 < 60005 > 8080 S 0:0(0) win 65535 <mss 1460>',
      '+0 > 8080 > 60005 S. 0:0(0) ack 1 <mss 1460>',
      '+.04 < 60005 > 8080 . 1:1(0) ack 1 win 65535',
    ]);
    expect(script.at(-1)).toBe('+0 > R 1:1(0)');
  });

  it('makes what a close sent a reset by SO_LINGER, which a trace does not tell', () => {
    const script = ofExhibit('rst/linger-0', 'A');
    const close = script.indexOf('+0 close(3) = 0');
    expect(script[close - 1]).toContain('SO_LINGER, {onoff=1, linger=0}');
    expect(script[close + 1]).toContain('> R.');
  });

  it('ends before a SYN that begins another connection, though its numbers came before', () => {
    expect(ofExhibit('open/half-open-syn', 'B').at(-1)).toBe('+0 close(4) = 0');
    expect(
      ofExhibit('flood/cookie-bits', 'B').filter((line) => line.includes('> S.')),
    ).toHaveLength(1);
  });

  it('injects what came corrupted where the host took it all the same', () => {
    expect(
      ofExhibit('ablate/no-checksum', 'B').filter((line) => line.includes('< P.')),
    ).toHaveLength(1);
  });

  it('is refused for what a tool sent', () => {
    expect(() => ofExhibit('rst/closed-port', 'X')).toThrow(
      'No system call makes what X sent: a tool did.',
    );
  });

  it('says whose TCP it was', () => {
    const header = ['Stack: freebsd', 'Set: timeWait=1s'];
    expect(packetdrill(recorded(), { side: 'A', header })).toContain(
      '\n// Stack: freebsd\n// Set: timeWait=1s\n',
    );
  });

  it('sends text on a SYN that goes again as SEND in LISTEN does, and says so', () => {
    expect(ofExhibit('ablate/stale-syn', 'A').slice(4, 8)).toEqual([
      '+0 bind(3, ..., ...) = 0',
      '+0 listen(3, 1) = 0',
      '+0 sendto(3, ..., 7, 0, ..., ...) = 7',
      '+0 > S 0:7(7) <mss 1460>',
    ]);
    const exhibit = EXHIBITS.find((e) => e.id === 'ablate/stale-syn');
    if (exhibit === undefined) throw new Error('no such exhibit');
    for (const [lang, says] of [
      ['en', '// Text on a SYN that goes again with it: SEND in LISTEN'],
      ['zh', '// SYN 带数据、重传时也带'],
    ] as const) {
      const script = packetdrill(perform(exhibit).trace, { side: 'A', lang });
      expect(script).toContain(says);
      expect(script).toContain('\n// Set: listenOpen=activate\n');
    }
  });

  it('is refused, in both languages, where what filled a queue was not kept', () => {
    const exhibit = EXHIBITS.find((e) => e.id === 'flood/syn');
    if (exhibit === undefined) throw new Error('no such exhibit');
    const { trace } = perform(exhibit);
    const why = thrownBy(() => packetdrill(trace, { side: 'B', flow: 3 }));
    expect(why).toBeInstanceOf(NoScript);
    expect((why as NoScript).words.en).toMatch(/^What filled the queue of B is not in the trace/);
    expect((why as NoScript).words.zh).toContain('填满 B 队列的报文段不在轨迹里');
  });

  it('asks for one answer to all of a moment only where there is more than one to answer', () => {
    expect(ofExhibit('hdr/psh', 'B')[0]).toBe('--define=AT_ONCE=yes');
    expect(bare(packetdrill(story([CONNECT]), { side: 'A' }))[0]).toContain('socket(');
  });
});
