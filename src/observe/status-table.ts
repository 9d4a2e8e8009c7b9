import type { Micros } from '../base/timer-queue.ts';
import type { FlowStatus, TimerStatus } from '../tcp/calls/flow-status.ts';

/** The longest a line may be. */
const WIDTH = 80;
/** Where the addresses begin, and the rest of a row that takes more than one line. */
const INDENT = 27;

/** What `ss` calls some of the timers. */
const SS_NAMES: Readonly<Record<string, string>> = {
  retransmission: 'on',
  'syn-ack': 'on',
  'keep-alive': 'keepalive',
  'time-wait': 'timewait',
};

/**
 * Rows of STATUS as a table in the manner of `ss -tano`, at most 80 columns wide: a row whose addresses
 * are too long goes on in the next line. Ends without a line end.
 */
export function statusTable(rows: readonly FlowStatus[]): string {
  const cells = rows.map((r) => ({ head: headOf(r), rest: restOf(r) }));
  const titles = ['Local Address:Port', 'Peer Address:Port', 'Timer'];
  const widths = titles.map((title, i) => {
    return Math.max(title.length, ...cells.map(({ rest }) => rest[i]?.length ?? 0));
  });
  const [local = 0, peer = 0, timer = 0] = widths;
  // Long addresses of some rows are no reason to spread those of the others.
  const fits = INDENT + local + peer + timer + 2 <= WIDTH;
  const columns = fits ? [local, peer] : [21, 21];
  const head = `${'State'.padEnd(12)} ${'Recv-Q'} ${'Send-Q'}`;
  const lines = [layOut(head, titles, columns)];
  for (const { head: first, rest } of cells) lines.push(layOut(first, rest, columns));
  return lines.join('\n');
}

function headOf(r: FlowStatus): string {
  const receive = String(r.receiveQueue).padStart(6);
  return `${r.state.padEnd(12)} ${receive} ${String(r.sendQueue).padStart(6)}`;
}

function restOf(r: FlowStatus): string[] {
  const cells = [place(r.local, r.localPort), place(r.remote, r.remotePort)];
  if (r.timer !== null) cells.push(timerText(r.timer));
  return cells;
}

/** Cells one after the other, padded to their columns; one that does not fit begins a line. */
function layOut(head: string, cells: readonly string[], columns: readonly number[]): string {
  const lines: string[] = [];
  let line = `${head} `.padEnd(INDENT);
  let isFresh = head.length < INDENT;
  cells.forEach((cell, i) => {
    if (!isFresh && line.length + cell.length > WIDTH) {
      lines.push(line.trimEnd());
      line = ' '.repeat(INDENT);
    }
    line += `${cell.padEnd(columns[i] ?? 0)} `;
    isFresh = false;
  });
  lines.push(line.trimEnd());
  return lines.join('\n');
}

/** An address with its port, as in a URL: IPv6 in brackets. */
export function place(address: string, port: number): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${host}:${port === 0 ? '*' : port}`;
}

/** What `ss -o` tells of a timer, in brackets: `(timewait,59sec,0)`. */
export function timerText(t: TimerStatus): string {
  return `(${SS_NAMES[t.name] ?? t.name},${timeText(t.remaining)},${t.retries})`;
}

/** 200ms, 1.5sec, 42sec, 119min: rounded down, as ss has it. */
function timeText(t: Micros): string {
  const ms = Math.max(0, Math.floor(t / 1000));
  if (ms < 1000) return `${ms}ms`;
  if (ms < 10_000) return `${Math.floor(ms / 100) / 10}sec`;
  if (ms < 60_000) return `${Math.floor(ms / 1000)}sec`;
  return `${Math.floor(ms / 60_000)}min`;
}
