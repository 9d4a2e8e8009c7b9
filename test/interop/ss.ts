import { run } from './programs.ts';

/** A timer as `ss -o` shows it. */
export interface SsTimer {
  /** `on` for retransmission, `keepalive`, `timewait`, `persist`. */
  readonly name: string;
  /** Seconds left. */
  readonly left: number;
  readonly retries: number;
}

/** A socket of the kernel's as `ss -tano` shows it. */
export interface SsRow {
  /** As RFC 9293 writes it: `ESTABLISHED`, `SYN-RECEIVED`. */
  readonly state: string;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly localPort: number;
  /** 0 for any. */
  readonly peerPort: number;
  readonly timer: SsTimer | null;
}

/** What `ss` abbreviates. */
const STATES: Readonly<Record<string, string>> = {
  ESTAB: 'ESTABLISHED',
  'SYN-RECV': 'SYN-RECEIVED',
};

/** Every TCP socket of the kernel's in this namespace. */
export async function readSockets(): Promise<SsRow[]> {
  const text = await run(['ss', '-tanoH'], 10);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseRow);
}

/** A line of `ss -tanoH`. */
export function parseRow(line: string): SsRow {
  const [state = '', received, sent, local = '', peer = '', ...rest] = line.trim().split(/\s+/);
  const timer = /timer:\(([^,]+),([^,]*),(\d+)\)/.exec(rest.join(' '));
  return {
    state: STATES[state] ?? state,
    receiveQueue: Number(received),
    sendQueue: Number(sent),
    localPort: portOf(local),
    peerPort: portOf(peer),
    timer:
      timer === null
        ? null
        : { name: timer[1] ?? '', left: seconds(timer[2] ?? ''), retries: Number(timer[3]) },
  };
}

function portOf(place: string): number {
  const port = place.slice(place.lastIndexOf(':') + 1);
  return port === '*' ? 0 : Number(port);
}

/** `612ms`, `1.032ms` for 1.032 s, `59sec`, `1min58sec`. */
function seconds(text: string): number {
  const t = /^(?:(\d+)min)?(?:(\d+)sec|(?:(\d+)\.)?(\d+)ms)?$/.exec(text);
  if (t === null) throw new Error(`ss shows a timer of ${text}`);
  const [, minutes = '0', whole = '0', dotted = '0', ms = '0'] = t;
  return Number(minutes) * 60 + Number(whole) + Number(dotted) + Number(ms) / 1000;
}
