import type { Trace } from '../../src/observe/trace.ts';
import { lang, theme } from '../state/store.ts';

/** Saves the diagram with the path of a host as an SVG file. */
export async function saveDiagram(
  trace: Trace,
  host: string,
  flow: number,
  title: string,
): Promise<void> {
  const { diagramSvg } = await import('../../src/ladder/diagram-svg.ts');
  const isDark =
    theme.value === 'dark' ||
    (theme.value === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  const svg = diagramSvg(trace, host, {
    ...{ lang: lang.value, theme: isDark ? 'dark' : 'light', flow, title },
  });
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  const a = document.createElement('a');
  a.href = address;
  a.download = `synwave-states-${host}.svg`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The transitions that have been seen, as if one host had made them one after the other. */
export function traceOfSeen(seen: readonly string[], host: string): Trace {
  return {
    ...{ version: 2, scenario: '', seed: 1, nonStandard: [], interventions: [], hosts: [] },
    ...{ flows: [], segments: [], counts: [], end: 0, omitted: 0 },
    frames: seen.map((key) => {
      const [from = '', to = ''] = key.split('>');
      return {
        ...{ kind: 'state' as const, at: 0, host, flow: 1, segment: null, cause: null },
        ...{ code: 'state/other' as const, rule: '', from, to },
      };
    }),
  };
}
