import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mermaidLibrary from 'mermaid';
import { expect, it } from 'vitest';
import { FORMATS } from '../../src/cli/run-formats.ts';
import { json, markdown, mermaid, packetdrill } from '../../src/export/index.ts';
import type { Exhibit } from '../../src/gallery/index.ts';
import { parseScript } from '../../src/packetdrill/index.ts';
import { faults, type Schema } from '../export/schema.ts';
import { options, performed } from './performed.ts';

const FILE = join(import.meta.dirname, '../../docs/trace.schema.json');
const SCHEMA = JSON.parse(readFileSync(FILE, 'utf8')) as Schema;
const LANGS = ['zh', 'en'] as const;
/** Flows looked at of an exhibit that has many. */
const FLOWS = 3;
/** Ends whose segments a tool has made: exhibit, flow and host. */
const BY_TOOL: readonly string[] = [
  'rst/closed-port 1 X',
  'hdr/ack-invalid 2 A',
  'hdr/ack-invalid 3 A',
  'hdr/syn-fin-count 2 A',
];

export function exports(e: Exhibit): void {
  it('follows the schema as JSON', () => {
    expect(faults(SCHEMA, JSON.parse(json(performed(e).trace)))).toEqual([]);
  });

  it('is read by Mermaid, with a message for each segment', async () => {
    const { trace } = performed(e);
    for (const { id: flow } of trace.flows.slice(0, FLOWS)) {
      const own = trace.segments.filter((s) => s.flow === flow);
      for (const lang of LANGS) {
        const text = mermaid(trace, { flow, lang, calls: true });
        expect(text.match(/^ {2}\w+-[->x)]+\w+: /gm) ?? []).toHaveLength(own.length);
        // Reading takes 20 ms: what is said in the other language stands in the same places.
        if (lang === 'zh') expect((await mermaidLibrary.parse(text)).diagramType).toBe('sequence');
      }
    }
  });

  it('is a script that packetdrill can read, for each host of a connection', () => {
    const { trace } = performed(e);
    for (const flow of trace.flows.slice(0, FLOWS)) {
      for (const { host } of flow.ends) {
        if (host === null) continue;
        const silent = !trace.frames.some((f) => f.host === host && f.flow === flow.id);
        const write = (): string => packetdrill(trace, { side: host, flow: flow.id });
        const alone = trace.frames.some(
          (f) => f.kind === 'call' && f.call === 'listen' && f.host === host && f.flow === flow.id,
        );
        const byTool = BY_TOOL.includes(`${e.id} ${flow.id} ${host}`);
        if (silent) expect(write).toThrow('nothing to test');
        else if (alone || byTool) expect(write).toThrow(/no system call/i);
        else expect(parseScript('own.pkt', write()).events.length).toBeGreaterThan(0);
      }
    }
  });

  it('is a report in Markdown in both languages', () => {
    const { trace } = performed(e);
    for (const lang of LANGS) {
      const report = markdown(trace, { lang, title: e.title[lang] });
      expect(report).toContain(trace.segments[0]?.id ?? '# ');
      expect(report).not.toMatch(/NaN|undefined|\[object/);
    }
  });

  if (e.standardChecks === undefined) return;

  it('says in whatever is written of it which rule it breaks', () => {
    const p = performed(e);
    const [first] = p.trace.nonStandard;
    expect(first).toBeDefined();
    for (const [name, format] of Object.entries(FORMATS)) {
      for (const lang of LANGS) {
        const written = format.write(e, p, options(e, { lang }));
        const text = typeof written === 'string' ? written : new TextDecoder().decode(written);
        for (const v of p.trace.nonStandard)
          expect([name, text.includes(v.whatIf)]).toEqual([name, true]);
      }
    }
    const svg = FORMATS.svg.write(e, p, options(e));
    expect(svg).toContain('class="hazard"');
    expect(svg).toContain('class="badge"');
  });
}
