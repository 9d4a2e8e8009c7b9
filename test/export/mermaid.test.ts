import mermaidLibrary from 'mermaid';
import { describe, expect, it } from 'vitest';
import { mermaid } from '../../src/export/mermaid.ts';
import type { Trace } from '../../src/observe/index.ts';
import { run, type ScenarioFault } from '../../src/sim/index.ts';
import { handMade, segment, traceOf } from '../ladder/hand-made.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';

/** Mermaid itself reads it: throws where it cannot. */
async function parse(text: string): Promise<string> {
  return (await mermaidLibrary.parse(text)).diagramType;
}

const FAULTS: readonly ScenarioFault[] = [
  { segment: 'A2', action: 'drop' },
  { segment: 'B2', action: 'duplicate' },
  { segment: 'A4', action: 'delay', by: 400_000 },
];

const traces: readonly (readonly [string, Trace])[] = [
  ['open and close', run(openAndClose)],
  ['with faults', run(openAndClose, { interventions: asked(...FAULTS) })],
  ['made by hand', handMade()],
];

describe('a flow for Mermaid', () => {
  for (const [name, trace] of traces) {
    it(`is read by Mermaid 11 and has a message for each segment: ${name}`, async () => {
      for (const lang of ['zh', 'en'] as const) {
        for (const numbers of ['xy', 'relative', 'raw'] as const) {
          const text = mermaid(trace, { lang, numbers, calls: true });
          expect(await parse(text)).toBe('sequence');
          const messages = text.split('\n').filter((l) => /^ {2}\w+-[->x)]+\w+: /.test(l));
          expect(messages).toHaveLength(trace.segments.length);
          const lost = trace.segments.filter((s) => s.fate === 'lost').length;
          expect(messages.filter((l) => /^ {2}\w+-x\w+:/.test(l))).toHaveLength(lost);
        }
      }
    });
  }

  it('shows states, waits, and what was dropped', () => {
    const text = mermaid(
      run(openAndClose, { seed: 2, interventions: asked({ segment: 'A3', action: 'corrupt' }) }),
    );
    expect(text).toContain('  Note left of A: TIME-WAIT\n');
    expect(text).toContain('  Note over A,B: ⋯ 60 s ⋯\n');
    expect(text).toContain('  Note right of B: A3 dropped: wrong TCP checksum\n');
    expect(text).toContain('len=17 (corrupted)');
    expect(text).toContain('(sent again)');
    expect(text).toContain('  participant B as B<br/>10.0.0.2:80\n');
  });

  it('says in comments what it cannot draw', () => {
    expect(mermaid(run(openAndClose))).toContain('%% Mermaid has no time axis');
    expect(mermaid(run(openAndClose))).not.toContain('overtook');
    expect(mermaid(handMade())).toContain('%% 2 segments crossed or overtook others');
    expect(mermaid(handMade(), { lang: 'zh' })).toContain('%% 有 2 个报文段在途中交叉或超越');
  });

  it('stamps what does not conform', async () => {
    const nonStandard = [{ host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 section 3.5' }];
    const text = mermaid({ ...handMade(), nonStandard });
    expect(text).toContain('Note over A,B: ⚠ twoWay on B breaks RFC 9293 section 3.5');
    expect(await parse(text)).toBe('sequence');
  });

  it('survives names and texts that mean something to Mermaid', async () => {
    const nasty = 'a;b #1 %%{init: {}}%% end <br> "q" \\ `x` : -->> A\nB->>A: no\u2028';
    const t = traceOf([segment({ id: 'A1', flags: 'S', seq: 0, sentAt: 0 })]);
    const call = {
      ...{
        at: 10,
        host: 'A',
        flow: 1,
        segment: null,
        cause: null,
        code: 'call/read' as const,
        rule: '',
      },
      ...({ kind: 'call', call: 'read', detail: { text: nasty } } as const),
    };
    const text = mermaid(
      { ...t, frames: [...t.frames, call] },
      { calls: true, hostTitles: { A: nasty, B: 'end' } },
    );
    expect(await parse(text)).toBe('sequence');
    expect(
      text.split('\n').filter((l) => /->>/.test(l) && !/participant|Note/.test(l)),
    ).toHaveLength(1);
  });

  it('draws the flow asked for', () => {
    expect(() => mermaid(handMade(), { flow: 9 })).toThrow('no flow 9');
  });
});
