import { describe, expect, it } from 'vitest';
import { TextTrace, type TextTraceOptions } from '../../src/observe/index.ts';
import { World } from '../../src/sim/index.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';

/** What a client's, or a server's, trace says while a request and its answer go over a cable. */
function talk(of: 'A' | 'B', o: Partial<TextTraceOptions> = {}, loss = ''): string[] {
  const lines: string[] = [];
  const world = new World({ seed: 4 });
  const trace = new TextTrace({ name: of, clock: world.clock, write: (l) => lines.push(l), ...o });
  const a = world.host('A', { observer: of === 'A' ? trace : null });
  const b = world.host('B', { observer: of === 'B' ? trace : null });
  world.cable(a, b, { delay: 10_000, ...(loss === '' ? {} : { impairAB: loss }) });
  const into = new Uint8Array(100);
  TcpListener.listen(b, { port: 80 }, (s) => {
    s.onreadable = () => s.write(into, 0, s.read(into) * 2);
    s.onend = () => s.end();
  });
  const client = TcpSocket.connect(a, { address: '10.0.0.2', port: 80, localPort: 5000 });
  world.schedule(2_000_000, () => client.write(new Uint8Array(10)));
  world.schedule(2_100_000, () => client.end());
  client.onreadable = () => client.read(into);
  world.run();
  return lines;
}

/** Without the numbers that a change of seed or profile would change. */
const plain = (l: string): string =>
  l.replace(/TS val \d+ ecr \d+/, 'TS').replace(/win \d+/, 'win');

describe('a text trace', () => {
  it('writes segments as packetdrill does, counted from the initial numbers', () => {
    const lines = talk('A', { comments: false }).map(plain);
    expect(lines.slice(0, 3)).toEqual([
      '+0.000000 A > S 0:0(0) win <mss 1460,sackOK,TS,nop,wscale 3>',
      '+0.020000 A < S. 0:0(0) ack 1 win <mss 1460,sackOK,TS,nop,wscale 3>',
      '+0.000000 A > . 1:1(0) ack 1 win <nop,nop,TS>',
    ]);
    expect(lines).toContain('+0.020000 A < P. 1:21(20) ack 11 win <nop,nop,TS>');
    expect(lines.some((l) => l.includes('A > F. 11:11(0) ack 21'))).toBe(true);
  });

  it('counts from the same numbers on the side that listens', () => {
    const lines = talk('B', { comments: false, times: 'absolute', ports: true }).map(plain);
    expect(lines[0]).toBe('0.010000 B < 5000 > 80 S 0:0(0) win <mss 1460,sackOK,TS,nop,wscale 3>');
    expect(lines[1]).toContain('B > 80 > 5000 S. 0:0(0) ack 1');
    expect(lines.some((l) => l.includes('B < 5000 > 80 P. 1:11(10) ack 1'))).toBe(true);
  });

  it('shows states, timers and drops as comments', () => {
    const lines = talk('A', {}, 'drop=1');
    expect(lines).toContain('+0.000000 A // CLOSED -> SYN-SENT');
    expect(lines).toContain('+1.000000 A // retransmission timer');
    expect(lines.some((l) => l.endsWith('A // SYN-SENT -> ESTABLISHED'))).toBe(true);
    expect(lines.at(-1)).toContain('A // TIME-WAIT -> CLOSED');
  });

  it('shows raw numbers when asked to', () => {
    const [syn] = talk('A', { numbers: 'raw', comments: false });
    expect(syn).toMatch(/A > S (\d{5,}):\1\(0\)/);
  });
});
