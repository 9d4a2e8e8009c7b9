import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/observe/trace.ts';
import { run } from '../../src/sim/index.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';
import { codes, ForgersWorld, faultOf, tales, withFaults } from '../support/tales.ts';

const TALES = tales();
const told = (name: string): Trace => TALES[name] as Trace;

describe('the code of a segment', () => {
  it('names the three segments that open and the four that close', () => {
    expect(codes(withFaults(), 'sent')).toEqual([
      'A1 sent/syn',
      'B1 sent/syn-ack',
      'A2 sent/ack-of-syn',
      'A3 sent/data',
      'B2 sent/data',
      'A4 sent/ack',
      'A5 sent/fin',
      'B3 sent/ack-of-fin',
      'B4 sent/fin-in-return',
      'A6 sent/last-ack',
    ]);
    expect(codes(withFaults(), 'arrived')).toEqual([
      'A1 arrived/syn',
      'B1 arrived/syn-ack',
      'A2 arrived/ack-of-syn',
      'A3 arrived/data',
      'B2 arrived/data',
      'A4 arrived/ack',
      'A5 arrived/fin',
      'B3 arrived/ack-of-fin',
      'B4 arrived/fin-in-return',
      'A6 arrived/last-ack',
    ]);
    expect(codes(withFaults(), 'state', 'timer')).toEqual([
      'A state/active-open',
      'B state/syn-received',
      'A state/established-active',
      'B state/established-passive',
      'A state/fin-wait-1',
      'B state/close-wait',
      'A state/fin-wait-2',
      'B state/last-ack',
      'A state/time-wait',
      'B state/closed',
      'A timer/time-wait',
      'A state/time-wait-over',
    ]);
  });

  it('tells what was lost by what it was, and what is sent again because of it', () => {
    expect(codes(withFaults('drop A1'))).toEqual(
      expect.arrayContaining(['A1 lost/syn', 'A timer/syn', 'A2 sent/syn-again']),
    );
    expect(codes(withFaults('drop B1'))).toEqual(
      expect.arrayContaining(['B1 lost/syn-ack', 'A2 sent/syn-again', 'B2 sent/syn-ack-again']),
    );
    expect(codes(withFaults('drop A2'))).toEqual(
      expect.arrayContaining(['A2 lost/ack-of-syn', 'A3 arrived/ack-of-syn-with-text']),
    );
    expect(codes(withFaults('drop A3'))).toEqual(
      expect.arrayContaining(['A3 lost/data', 'A timer/data', 'A4 sent/data-again']),
    );
    expect(codes(withFaults('drop A5'))).toEqual(
      expect.arrayContaining(['A5 lost/fin', 'A timer/fin', 'A6 sent/fin-again']),
    );
    expect(codes(withFaults('drop A6'))).toEqual(
      expect.arrayContaining([
        'A6 lost/last-ack',
        'B5 sent/fin-again',
        'B5 arrived/fin-again',
        'A7 sent/last-ack-again',
        'A7 arrived/last-ack',
      ]),
    );
  });

  it('knows a third segment that is asked for again', () => {
    const t = run(
      {
        ...openAndClose,
        steps: openAndClose.steps.filter((s) => s.do.call === 'listen' || s.do.call === 'connect'),
        until: 5_000_000,
      },
      { interventions: asked(faultOf('drop A2')) },
    );
    expect(codes(t, 'sent', 'lost', 'arrived').slice(-5)).toEqual([
      'A2 lost/ack-of-syn',
      'B2 sent/syn-ack-again',
      'B2 arrived/syn-ack-again',
      'A3 sent/ack-of-syn-again',
      'A3 arrived/ack-of-syn',
    ]);
  });

  it('knows a third segment that is sent again unasked', () => {
    const t = run({
      ...openAndClose,
      hosts: openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['nWay'] })),
    });
    expect(codes(t, 'sent').slice(0, 5)).toEqual([
      'A1 sent/syn',
      'B1 sent/syn-ack',
      'A2 sent/ack-of-syn',
      'A3 sent/ack-of-syn-more',
      'A4 sent/ack-of-syn-more',
    ]);
  });

  it('knows what the network does to a segment', () => {
    expect(codes(withFaults('duplicate A3'))).toEqual(
      expect.arrayContaining([
        'A3 impaired/duplicate',
        'A3 arrived/data',
        'A3 arrived/old-duplicate',
      ]),
    );
    expect(codes(withFaults('corrupt A3'))).toEqual(
      expect.arrayContaining(['A3 impaired/corrupt', 'A3 arrived/corrupt', 'A3 dropped/corrupt']),
    );
    expect(codes(withFaults('delay A3'))).toContain('A3 impaired/delay');
    expect(codes(withFaults('reorder A2'))).toContain('A2 impaired/reorder');
  });

  it('says that text goes again with a FIN, and that text which came before is not late', () => {
    const close = { host: 'A', when: { at: 400_000 }, do: { call: 'close' } } as const;
    const t = run({
      ...openAndClose,
      hosts: [
        { ...(openAndClose.hosts[0] as (typeof openAndClose.hosts)[0]) },
        { ...(openAndClose.hosts[1] as (typeof openAndClose.hosts)[0]), whatIfs: ['noTimeWait'] },
      ],
      steps: [
        ...openAndClose.steps.slice(0, 2),
        { host: 'A', when: { at: 390_000 }, do: { call: 'send', text: 'a' } },
        close,
      ],
      faults: [faultOf('drop A3'), faultOf('drop A4')],
      until: 5_000_000,
    });
    expect(codes(t)).toEqual(
      expect.arrayContaining(['A timer/fin-with-text', 'A5 sent/fin-again-with-text']),
    );
  });

  it('does not say that everything has come when a gap is acknowledged', () => {
    const mindless = openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['noSeqCheck'] as const }));
    const send = (at: number, text: string) =>
      ({ host: 'A', when: { at }, do: { call: 'send', text } }) as const;
    const t = run({
      ...openAndClose,
      hosts: mindless,
      steps: [
        ...openAndClose.steps.slice(0, 2),
        { host: 'A', when: { at: 200_000 }, do: { call: 'set', noDelay: true } },
        send(300_000, 'one'),
        send(350_000, 'two'),
      ],
      faults: [{ action: 'delay', segment: 'A3', by: 120_000 }],
      until: 475_000,
    });
    expect(codes(t, 'arrived', 'sent').slice(-5)).toEqual([
      'A4 arrived/out-of-order',
      'B2 sent/ack-over-gap',
      'B2 arrived/ack',
      'A3 arrived/passed-over',
      'B3 sent/ack-again',
    ]);
  });

  it('knows probes and what answers them', () => {
    expect(codes(told('kept alive'), 'sent', 'arrived', 'timer').slice(6, 11)).toEqual([
      'A timer/keep-alive',
      'A3 sent/keepalive-probe',
      'A3 arrived/keepalive-probe',
      'B2 sent/keepalive-answer',
      'B2 arrived/keepalive-answer',
    ]);
    const closed = new Set(told('window closed').frames.map((f) => f.code));
    for (const c of [
      'sent/window-closed',
      'sent/window-probe',
      'sent/window-probe-answer',
    ] as const) {
      expect(closed).toContain(c);
    }
    expect(closed).toContain('sent/window-update');
  });

  it('knows a challenge ACK by what it answers', () => {
    const frames = told('attacked').frames.filter((f) => f.code === 'sent/challenge-ack');
    expect(frames.map((f) => f.rule)).toEqual(['RFC 5961 section 4.2', 'RFC 5961 section 3.2']);
    expect(codes(told('attacked'))).toEqual(
      expect.arrayContaining([
        'A3 sent/forged',
        'A3 arrived/syn-unexpected',
        'A4 arrived/rst-ignored',
        'A5 arrived/rst',
      ]),
    );
  });

  it('tells a SYN that finds no room, and a cookie that comes back', () => {
    const cookies = new ForgersWorld();
    cookies.listen(undefined, { profile: { ...linux, synCookies: 'always' } });
    cookies.at(0, () => cookies.connect());
    expect(codes(cookies.trace(), 'sent', 'arrived', 'state').slice(2)).toEqual([
      'A1 arrived/syn',
      'B1 sent/syn-cookie',
      'B1 arrived/syn-ack',
      'A state/established-active',
      'A2 sent/ack-of-syn',
      'A2 arrived/ack-of-cookie',
      'B state/cookie-returned',
      'B state/established-passive',
    ]);
    const full = new ForgersWorld();
    full.listen(undefined, { synQueue: 1, profile: { ...linux, synCookies: 'never' } });
    full.at(0, () => {
      for (const sport of [7000, 7001])
        full.forge({ from: 'A', flags: 2, seq: 9, sport, dport: 80 });
    });
    expect(codes(full.trace(), 'arrived', 'dropped').slice(0, 3)).toEqual([
      'A1 arrived/syn',
      'A2 arrived/syn-no-room',
      'A2 dropped/syn-queue-full',
    ]);
  });
});
