import type { Listener } from '../../src/tcp/passive/listener.ts';
import type { SynHook } from '../../src/tcp/passive/syn-hook.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { DROP_NAMES, type DropName } from '../../src/wire/drop.ts';
import type { Drill } from './drill.ts';

/** A listener on port 80 whose user accepts nothing by himself, but notes what he is told. */
export function listen(
  t: Drill,
  o: { backlog?: number; profile?: Profile; synQueue?: number; onSyn?: SynHook } = {},
): Listener {
  return t.do(() =>
    t.host.tcp.listen({
      localPort: 80,
      backlog: o.backlog ?? 8,
      profile: o.profile,
      synQueue: o.synQueue,
      onSyn: o.onSyn,
      onConnection: () => t.events.push('connection'),
    }),
  );
}

/** How many segments the host has dropped for that reason. */
export function drops(t: Drill, name: DropName): number {
  return t.host.tcp.counters.drops[DROP_NAMES.indexOf(name)] as number;
}
