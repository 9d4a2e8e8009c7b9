import { parseScript as parse, type Script } from '../../src/packetdrill/index.ts';

/** A packet of a script. */
export interface PacketEvent {
  readonly kind: 'packet';
  /** Microseconds from the start. */
  readonly at: number;
  readonly way: 'in' | 'out';
  readonly flags: string;
  readonly seq: number;
  readonly length: number;
  /** Null stands for `<...>`. */
  readonly options: readonly string[] | null;
}

/** A system call of a script. */
export interface CallEvent {
  readonly kind: 'call';
  readonly at: number;
  readonly name: string;
  readonly args: string;
}

export interface ReadScript {
  readonly events: readonly (PacketEvent | CallEvent)[];
  /** What stands behind `//`, in order. */
  readonly comments: readonly string[];
}

/** Reads a script as the runner does; throws ScriptError for one that it could not read. */
export function parseScript(text: string): ReadScript {
  const comments = text.split('\n').flatMap((line) => /\/\/ ?(.*)$/.exec(line)?.[1] ?? []);
  return { events: eventsOf(parse('exported.pkt', text)), comments };
}

function eventsOf({ events }: Script): (PacketEvent | CallEvent)[] {
  let now = 0;
  return events.map(({ when, text, action }) => {
    if (when.kind === 'any') throw new Error(`no time: ${text}`);
    now = when.kind.startsWith('relative') ? now + when.at : when.at;
    if (action.kind === 'tcp') {
      const { direction: way, seq, length } = action;
      const flags = /[<>] (?:\d+ > \d+ )?(\S+)/.exec(text)?.[1] ?? '';
      const options = / <([^<>]+)>$/.exec(text)?.[1]?.split(',') ?? [];
      const known = action.options === null ? null : options;
      return { kind: 'packet', at: now, way, flags, seq, length, options: known };
    }
    if (action.kind !== 'syscall') throw new Error(`neither a packet nor a call: ${text}`);
    const args = /\w\((.*)\) = /.exec(text)?.[1] ?? '';
    return { kind: 'call', at: now, name: action.name, args };
  });
}

/** The events of a script, without its comments. */
export function bare(script: string): string[] {
  return script
    .split('\n')
    .map((line) => line.replace(/\/\/.*/, '').trim())
    .filter((line) => line !== '');
}
