import type { FormatOptions } from '../../src/cli/run-formats.ts';
import { type Exhibit, type Performance, perform, scenarioOf } from '../../src/gallery/index.ts';

const PERFORMED = new Map<Exhibit, Performance>();
const BY_THE_BOOK = new Map<Exhibit, Performance>();

/** An exhibit as it stands, seed 1, with the octets of every packet: run once in each file of tests. */
export function performed(e: Exhibit): Performance {
  return once(PERFORMED, e, () => perform(e, { keepBytes: true }));
}

/** One that breaks a rule, as it is when it does not; run once. */
export function byTheBook(e: Exhibit): Performance {
  return once(BY_THE_BOOK, e, () => perform(e, { standard: true }));
}

function once(known: Map<Exhibit, Performance>, e: Exhibit, make: () => Performance): Performance {
  const found = known.get(e) ?? make();
  known.set(e, found);
  return found;
}

/** How `synwave run` shows an exhibit unless it is told otherwise. */
export function options(e: Exhibit, o: Partial<FormatOptions> = {}): FormatOptions {
  return {
    ...{ lang: 'en', scenario: scenarioOf(e), flow: null, numbers: 'relative', voice: 'technical' },
    ...{ theme: 'light', side: null, width: 80, names: false, calls: true, ascii: false },
    ...{ color: false, interfered: false, standard: false, isNothingBack: false },
    ...o,
  };
}
