import { stateNumber } from '../../posix/index.ts';
import type { FlowStatus } from '../../tcp/calls/flow-status.ts';
import { STATE_NAMES, type State, TIME_WAIT } from '../../tcp/state.ts';
import { ICMP_NOT_IN_FLIGHT } from '../../wire/drop.ts';
import type { DrillStack } from '../stack.ts';
import { readText } from './file-text.ts';
import { complains, type Outcome, succeeded, Unsupported } from './run.ts';

/*
 * What the systems' tools print of a stack's tables, as much of it as scripts look for: states, ports, and
 * whose they are.
 */

/** netstat's and sockstat's names of the states, FreeBSD's tcpstates[]. */
const FREEBSD_STATES: Readonly<Record<string, string>> = {
  CLOSED: 'CLOSED',
  LISTEN: 'LISTEN',
  'SYN-SENT': 'SYN_SENT',
  'SYN-RECEIVED': 'SYN_RCVD',
  ESTABLISHED: 'ESTABLISHED',
  'CLOSE-WAIT': 'CLOSE_WAIT',
  'FIN-WAIT-1': 'FIN_WAIT_1',
  CLOSING: 'CLOSING',
  'LAST-ACK': 'LAST_ACK',
  'FIN-WAIT-2': 'FIN_WAIT_2',
  'TIME-WAIT': 'TIME_WAIT',
};

interface Row {
  readonly state: string;
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
}

/** `sockstat [-4 | -6] [-P tcp] [-p PORT] [-s]`: sockets with their owner, and entries that have none. */
export function sockstat(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  let version: string | null = null;
  let port: number | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '-4' || arg === '-6') version = arg.slice(1);
    else if (arg === '-p') port = Number(args[++i]);
    else if (arg === '-P') {
      const protocol = args[++i];
      if (protocol !== 'tcp') throw new Unsupported(`sockstat -P ${protocol}`);
    } else if (arg !== '-s') throw new Unsupported(`sockstat ${arg}`);
  }
  const here = (r: Row): boolean => port === null || r.localPort === port || r.remotePort === port;
  // The tool cuts a command's name to ten characters.
  const owned = socketsOf(stack)
    .filter(here)
    .map((r) => line('root     packetdril 1     3 ', r));
  const others = entriesOf(stack)
    .filter(here)
    .map((r) => line('?        ?          ?     ? ', r));
  return succeeded([...owned, ...others].join(''));

  function line(owner: string, r: Row): string {
    if (version !== null && r.local !== '*' && r.local.includes(':') !== (version === '6'))
      return '';
    const local = `${r.local}:${r.localPort || '*'}`;
    const remote = `${r.remote}:${r.remotePort || '*'}`;
    return `${owner} tcp${version ?? '4'}   ${local} ${remote} ${r.state}\n`;
  }
}

/** Those with a descriptor: also what is in TIME-WAIT or over while its descriptor is open. */
function socketsOf(stack: DrillStack): Row[] {
  const { posix } = stack;
  const rows: Row[] = [];
  for (const fd of posix.descriptors) {
    const listener = posix.listenerOf(fd);
    if (listener !== null) {
      const { local, localPort } = listener;
      rows.push({ ...NOBODY, state: 'LISTEN', local: local?.toString() ?? '*', localPort });
      continue;
    }
    const c = posix.connectionOf(fd);
    if (c === null) {
      rows.push({ ...NOBODY, state: 'CLOSED' });
      continue;
    }
    const state = FREEBSD_STATES[stateOf(stack, fd)] as string;
    const [local, remote] = [c.local.toString(), c.remote.toString()];
    rows.push({ state, local, localPort: c.localPort, remote, remotePort: c.remotePort });
  }
  return rows;
}

const NOBODY: Row = { state: 'CLOSED', local: '*', localPort: 0, remote: '*', remotePort: 0 };

/** The state of a descriptor's connection: a TCB that entered TIME-WAIT stays so, and the table knows for how long. */
function stateOf(stack: DrillStack, fd: number): string {
  const c = stack.posix.connectionOf(fd);
  if (c === null) return 'CLOSED';
  if (c.state !== TIME_WAIT) return STATE_NAMES[c.state] as string;
  const waiting = stack.host.tcp.timeWait.find(c.local, c.remote, c.localPort, c.remotePort);
  return waiting === null ? 'CLOSED' : 'TIME-WAIT';
}

/** Half-open entries and TIME-WAIT, and connections whose descriptor is closed. */
function entriesOf(stack: DrillStack): Row[] {
  const known = new Set(
    socketsOf(stack).map((r) => `${r.local} ${r.localPort} ${r.remote} ${r.remotePort}`),
  );
  const isOwned = (f: FlowStatus): boolean =>
    known.has(`${f.local} ${f.localPort} ${f.remote} ${f.remotePort}`);
  return stack.host.tcp
    .status()
    .filter((f) => f.state !== 'LISTEN' && !isOwned(f))
    .map((f) => ({ ...f, state: FREEBSD_STATES[f.state] as string }));
}

/** `tcpdrop -s STATE`: they end at once; those in TIME-WAIT in silence. */
export function tcpdrop(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const [flag, state, more] = args;
  if (flag !== '-s' || state !== 'TIME_WAIT' || more !== undefined) {
    throw new Unsupported(`tcpdrop ${args.join(' ')}`);
  }
  const { timeWait } = stack.host.tcp;
  for (const entry of [...timeWait.values()]) timeWait.makeWay(entry);
  return succeeded();
}

/** The text of a file: of those of /proc that list sockets, or of one of the script's own. */
export function fileText(path: string, stack: DrillStack): string {
  const version = path === '/proc/net/tcp' ? 4 : path === '/proc/net/tcp6' ? 6 : null;
  if (version === null) {
    const text = readText(path, stack);
    if (text === null) throw new Unsupported(`a file ${path}`);
    return text;
  }
  const lines = stack.host.tcp.status().filter((f) => familyOf(f) === version);
  const texts = lines.map((f, i) => {
    const state = hex(stateNumber('linux', STATE_NAMES.indexOf(f.state) as State), 2);
    const [local, remote] = [hexAddress(f.local, version), hexAddress(f.remote, version)];
    const ends = `${local}:${hex(f.localPort, 4)} ${remote}:${hex(f.remotePort, 4)}`;
    return `${String(i).padStart(4)}: ${ends} ${state} ${hex(f.sendQueue, 8)}:${hex(f.receiveQueue, 8)}\n`;
  });
  return `  sl  local_address rem_address   st tx_queue rx_queue\n${texts.join('')}`;
}

const familyOf = (f: FlowStatus): 4 | 6 => (f.local.includes(':') ? 6 : 4);
const hex = (n: number, digits: number): string =>
  n.toString(16).toUpperCase().padStart(digits, '0');

/** Only whether it is all zeros is of interest to anybody. */
function hexAddress(address: string, version: 4 | 6): string {
  const digits = version === 4 ? 8 : 32;
  return address === '*' ? '0'.repeat(digits) : 'F'.repeat(digits);
}

/** Counters by nstat's names; those that are not zero, since the last time. */
export function nstat(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  if (args.length > 0) throw new Unsupported(`nstat ${args.join(' ')}`);
  if (stack.system === 'freebsd') return complains('nstat: not found', 127);
  const { counters } = stack.host.tcp;
  const now: Readonly<Record<string, number>> = {
    TcpActiveOpens: counters.activeOpens,
    TcpPassiveOpens: counters.passiveOpens,
    TcpAttemptFails: counters.failedOpens,
    TcpEstabResets: counters.establishedResets,
    TcpInSegs: counters.segmentsIn,
    TcpOutSegs: counters.segmentsOut,
    TcpRetransSegs: counters.retransmissions,
    TcpOutRsts: counters.resetsOut,
    // tcp_v4_err: an error whose quoted segment is not in flight.
    TcpExtOutOfWindowIcmps: counters.drops[ICMP_NOT_IN_FLIGHT] as number,
  };
  const { counted } = stack;
  let out = '#kernel\n';
  for (const [name, value] of Object.entries(now)) {
    const news = value - (counted.get(name) ?? 0);
    if (news !== 0) out += `${name.padEnd(32)}${news}\n`;
    counted.set(name, value);
  }
  return succeeded(out);
}
