import { Address } from '../../wire/address.ts';
import type { DrillStack } from '../stack.ts';
import { complains, type Outcome, succeeded, Unsupported } from './run.ts';

/** `ip tcp_metrics flush [all]` and `ip [-6] route change ADDRESS ... [advmss N] [mtu [lock] N] [initcwnd N]`. */
export function routeChange(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const words = args[0] === '-4' || args[0] === '-6' ? args.slice(1) : args;
  const [object, verb, target = '', ...rest] = words;
  if (object === 'tcp_metrics' && verb === 'flush' && (target === '' || target === 'all')) {
    stack.clearCaches();
    return succeeded();
  }
  if (object !== 'route' || !(verb === 'change' || verb === 'replace')) {
    throw new Unsupported(`ip ${args.join(' ')}`);
  }
  const remote = Address.tryParse(target);
  if (remote === null)
    return complains(`Error: any valid prefix is expected rather than "${target}".`);
  stack.settings.useRoute(remote, metricsOf(rest, args));
  return succeeded();
}

/** What a route tells of the path, as ip-route(8) names it; null is not told. */
export interface RouteMetrics {
  /** The MSS to be announced. */
  readonly advmss: number | null;
  /** The path MTU; with `lock` no error narrows it, and packets go without DF. */
  readonly mtu: number | null;
  readonly locked: boolean;
  /** The initial congestion window, segments. */
  readonly initcwnd: number | null;
}

function metricsOf(words: readonly string[], args: readonly string[]): RouteMetrics {
  const found: Record<string, number> = {};
  let locked = false;
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i] as string;
    if (name === 'via' || name === 'dev') continue;
    if (name === 'mtu' && words[i + 1] === 'lock') {
      locked = true;
      i++;
    }
    const value = Number(words[i + 1]);
    if (!/^(advmss|mtu|initcwnd)$/.test(name) || !Number.isInteger(value) || value < 1) {
      throw new Unsupported(`ip ${args.join(' ')}`);
    }
    found[name] = value;
  }
  const { advmss = null, mtu = null, initcwnd = null } = found;
  return { advmss, mtu, locked, initcwnd };
}
