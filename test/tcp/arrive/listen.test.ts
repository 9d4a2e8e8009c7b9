import { describe, expect, it } from 'vitest';
import { Address } from '../../../src/wire/address.ts';
import { DROP_NAMES, type DropName } from '../../../src/wire/drop.ts';
import { Drill, PEER6 } from '../../support/drill.ts';
import { openPassive } from '../../support/states.ts';

/** The three ways to be in LISTEN; each must treat segments alike. */
const LISTENING: readonly [string, (t: Drill) => unknown][] = [
  ['a listener', (t) => t.listen()],
  ['a single passive OPEN', (t) => openPassive(t)],
];

function drops(t: Drill, name: DropName): number {
  return t.host.tcp.counters.drops[DROP_NAMES.indexOf(name)] as number;
}

describe.each(LISTENING)('%s [RFC 9293 3.10.7.2]', (_name, listen) => {
  it('ignores resets: first', () => {
    const t = new Drill();
    listen(t);
    t.in('R', 0);
    t.in('R.', 0, 0, 1);
    t.in('SR', 0);
    expect(t.out()).toEqual([]);
    expect(t.host.tcp.demux.halfOpen(t.us, t.peer, 80, 40_000)).toBe(null);
  });

  it('answers any ACK with a reset from that ACK: second', () => {
    const t = new Drill();
    listen(t);
    t.in('.', 0, 0, 700);
    t.in('S.', 0, 0, 700);
    t.in('F.', 0, 5, 700);
    expect(t.out()).toEqual(['R 700:700(0)', 'R 700:700(0)', 'R 700:700(0)']);
  });

  it('takes a SYN: third; RCV.NXT is IRS + 1, SND.UNA is ISS', () => {
    const t = new Drill();
    listen(t);
    t.in('S', 77, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 78']);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
  });

  it('drops what is neither SYN nor ACK nor RST: fourth', () => {
    const t = new Drill();
    listen(t);
    t.in('F', 0);
    t.in('P', 0, 10);
    t.in('', 0, 10);
    expect(t.out()).toEqual([]);
  });

  it('takes no text from a SYN, which comes again after the third segment', () => {
    const t = new Drill();
    listen(t);
    t.in('S', 0, 5, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('P.', 1, 5, 1);
    t.wait(500);
    expect(t.out()).toEqual(['. 1:1(0) ack 6']);
  });

  it('takes a SYN-FIN for its SYN alone', () => {
    const t = new Drill();
    listen(t);
    t.in('SF', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('.', 1, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('drops a SYN to a broadcast or multicast address in silence [MUST-57]', () => {
    const t = new Drill();
    listen(t);
    for (const dst of ['10.0.0.255', '255.255.255.255', '224.0.0.1']) {
      t.in('S', 0, 0, 0, { mss: 1460, dst: Address.parse(dst) });
    }
    t.in('S', 0, 0, 0, { mss: 1460, src: PEER6, dst: Address.parse('ff02::1') });
    t.in('.', 0, 0, 5, { dst: Address.parse('10.0.0.255') });
    expect(t.out()).toEqual([]);
    expect(t.states().filter((s) => s !== 'LISTEN')).toEqual([]);
    expect(drops(t, 'broadcast-segment')).toBe(5);
  });

  it('drops a SYN from an address that is no single host’s in silence [MUST-63]', () => {
    const t = new Drill();
    listen(t);
    for (const src of ['10.0.0.255', '255.255.255.255', '224.0.0.1', '0.0.0.0', '10.0.0.1']) {
      t.in('S', 0, 0, 0, { mss: 1460, src: Address.parse(src) });
    }
    t.in('S', 0, 0, 0, { mss: 1460, src: Address.parse('ff02::1'), dst: Address.parse('fd00::1') });
    t.in('S', 0, 0, 0, { mss: 1460, src: Address.parse('::'), dst: Address.parse('fd00::1') });
    t.in('S', 0, 0, 0, { mss: 1460, sport: 0 });
    expect(t.out()).toEqual([]);
    expect(t.states().filter((s) => s !== 'LISTEN')).toEqual([]);
  });
});
