import type { DrillStack } from '../stack.ts';
import { complains, type Outcome, succeeded, Unsupported } from './run.ts';

/**
 * `tc qdisc add|replace|change|delete dev tun0 root [pfifo [limit N] | fq]`. A queue that holds nothing
 * loses all that is sent; any other passes packets on at once, for the script's link takes no time. `fq`
 * spreads what a connection sends over a round trip; that is the stack's own pacing, of which it has none.
 */
export function trafficControl(
  args: readonly string[],
  _input: string,
  stack: DrillStack,
): Outcome {
  const [object, verb = '', dev, name, root, kind, ...rest] = args;
  const known =
    object === 'qdisc' &&
    /^(add|replace|change|del|delete)$/.test(verb) &&
    dev === 'dev' &&
    name === stack.interface.name &&
    root === 'root';
  if (!known) throw new Unsupported(`tc ${args.join(' ')}`);
  if (verb.startsWith('del')) {
    const had = stack.qdisc !== null;
    stack.qdisc = null;
    return had ? succeeded() : complains('Error: Cannot delete qdisc with handle of zero.', 2);
  }
  const limit = rest[0] === 'limit' ? Number(rest[1]) : null;
  const extra = rest.length > (limit === null ? 0 : 2) || Number.isNaN(limit);
  if ((kind !== 'pfifo' && kind !== 'fq') || extra) throw new Unsupported(`tc ${args.join(' ')}`);
  if (verb === 'add' && stack.qdisc !== null) return complains('RTNETLINK answers: File exists', 2);
  stack.qdisc = { kind, limit };
  return succeeded();
}

/**
 * `ethtool -K tun0 tso off gso off`: segments of more than an MSS are never given to the link, so there is
 * nothing to turn off.
 */
export function ethtool(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const [flag, name, ...features] = args;
  const pairs = features.length % 2 === 0;
  const known = features.every((f, i) =>
    i % 2 === 0 ? /^(tso|gso|gro)$/.test(f) : f === 'off' || f === 'on',
  );
  if (flag !== '-K' || name !== stack.interface.name || !pairs || !known) {
    throw new Unsupported(`ethtool ${args.join(' ')}`);
  }
  return succeeded();
}

/** `add SOURCE DESTINATION tcp SPI -A tcp-md5 "KEY" ;` as setkey(8) reads it. */
const ADD = /^add\s+(\S+)\s+(\S+)\s+tcp\s+(\S+)\s+-A\s+tcp-md5\s+"([^"]*)"$/;

/** `setkey -c` reads associations, `setkey -F` forgets all. FreeBSD keeps the keys of TCP_MD5SIG there. */
export function setkey(args: readonly string[], input: string, stack: DrillStack): Outcome {
  if (args.length === 1 && args[0] === '-F') {
    stack.flushKeys();
    return succeeded();
  }
  if (args.length !== 1 || args[0] !== '-c') throw new Unsupported(`setkey ${args.join(' ')}`);
  for (const statement of input.split(';').map((s) => s.replace(/\s+/g, ' ').trim())) {
    if (statement === '') continue;
    const m = ADD.exec(statement);
    if (m === null) throw new Unsupported(`setkey ${statement}`);
    const [, source = '', destination = '', , key = ''] = m;
    if (!stack.addKey(source, destination, key)) return complains(`setkey: ${statement}`);
  }
  return succeeded();
}
