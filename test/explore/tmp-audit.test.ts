import { test } from 'vitest';
import { WORLDS, WORLD_PROFILES } from '/tmp/wt-xworlds/src/explore/index.ts';
import { audit } from '/tmp/wt-xworlds/test/explore/audit.ts';
test('a', () => {
  const names = (process.env.W ?? Object.keys(WORLDS).join(',')).split(',');
  for (const w of names) for (const p of (process.env.P ?? 'rfc,linux,freebsd').split(',') as never[]) {
    const world = WORLDS[w]!(p);
    const b = process.env.B === undefined ? { ...world.bounds } : JSON.parse(process.env.B);
    const r = audit(world, b, Number(process.env.EVERY ?? 7), Number(process.env.MOST ?? 700));
    console.log(w, p, r.states, r.met, r.compared, r.differences.length, r.differences.slice(0, 2).join('\n--\n'));
  }
}, 1e9);
