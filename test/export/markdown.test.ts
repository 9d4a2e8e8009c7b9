import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/export/markdown.ts';
import { run } from '../../src/sim/index.ts';
import { handMade, traceOf } from '../ladder/hand-made.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';

/** The lines of a block that is fenced with this language. */
function block(report: string, language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(report)?.[1] ?? '';
}

describe('a report in Markdown', () => {
  it('has what was run, both drawings, every segment, and how it ended', () => {
    const trace = run(openAndClose, { interventions: asked({ segment: 'A6', action: 'drop' }) });
    const report = markdown(trace, { title: 'A lost FIN' });
    expect(report).toMatch(/^# A lost FIN\n/);
    expect(report).toContain('- Scenario: `open-and-close`\n- Seed: 1\n');
    expect(report).toContain('  - `drop A6`\n');
    expect(block(report, 'text')).toContain('connect()');
    expect(block(report, 'mermaid')).toMatch(/^sequenceDiagram\n/);
    const rows = report.split('\n').filter((l) => /^\| [AB]\d+ \|/.test(l));
    expect(rows).toHaveLength(trace.segments.length);
    expect(rows[0]).toMatch(
      /^\| A1 \| 0 ms \| A \| B \| SYN \| 0 \| {2}\| 0 \| delivered 50 ms \|$/,
    );
    expect(report).toMatch(/\| 10\.0\.0\.1:\d+ – 10\.0\.0\.2:80 \| B \| CLOSED \|/);
    expect(report.endsWith('|\n')).toBe(true);
  });

  it('has narration and checks when they are given', () => {
    const report = markdown(handMade(), {
      title: 't',
      narration: ['A opens.', 'Nobody answers.'],
      checks: [
        { says: 'B gets every octet', ok: true },
        { says: 'A is told', ok: false },
      ],
    });
    expect(report).toContain('1. A opens.\n2. Nobody answers.\n');
    expect(report).toContain('- ✓ B gets every octet\n- ✗ A is told (did not hold)\n');
    expect(markdown(handMade(), { title: 't' })).not.toContain('What happened');
  });

  it('speaks Chinese throughout', () => {
    const report = markdown(run(openAndClose), { title: '一个连接', lang: 'zh', numbers: 'xy' });
    for (const heading of ['运行了什么', '时序图', 'Mermaid 时序图', '报文段', '最终状态']) {
      expect(report).toContain(`\n## ${heading}\n`);
    }
    expect(report).toContain('| B1 | 50 ms | B | A | SYN,ACK | y | x+1 | 0 | 已送达 100 ms |');
    expect(report).not.toMatch(/\b(?:delivered|Segments|Seed|none)\b/);
  });

  it('stamps what does not conform, and says what is missing', () => {
    const report = markdown(
      {
        ...handMade(),
        nonStandard: [{ host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 section 3.5' }],
        interventions: [{ text: 'drop A77', segment: 'A77', hit: false }],
        omitted: 4,
      },
      { title: 't' },
    );
    expect(report).toContain('> ⚠ **Not standard behaviour**\n>\n> - twoWay on B breaks RFC 9293');
    expect(report).toContain('`drop A77` (there was no such segment)');
    expect(report.match(/4 events are not shown/g)).toHaveLength(1);
  });

  it('is not led astray by what it quotes', () => {
    const title = 'a | b\n# c ```';
    const report = markdown(handMade(), { title, hostTitles: { A: '```x' } });
    expect(report).toMatch(/^# a \\\| b \\# c \\`\\`\\`\n/);
    expect(report).toContain('\n````text\n');
    const none = markdown({ ...traceOf([]), flows: [] }, { title: 't' });
    expect(none).toContain('No segment was sent');
  });
});
