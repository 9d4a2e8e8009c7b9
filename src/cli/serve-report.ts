import type { Socket } from '../node/net/index.ts';
import { statusTable } from '../observe/status-table.ts';
import type { Tcp } from '../tcp/tcp.ts';
import { DROP_NAMES } from '../wire/drop.ts';
import { duration, endpoint, octets, rate, wrap } from './format.ts';
import { progressLine } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What is said once the server listens. */
export interface Listening {
  readonly service: string;
  readonly device: string;
  readonly addresses: readonly string[];
  readonly kernel: readonly string[];
  readonly try: readonly string[];
  readonly pcap: string | null;
}

interface Talk {
  readonly id: number;
  readonly peer: string;
  readonly began: number;
  readonly socket: Socket;
  /** Octets in both directions when last looked at. */
  seen: number;
}

/** How often a transfer that goes on is mentioned: on a screen, and elsewhere; milliseconds. */
const REWRITE = 250;
const WRITE = 5000;
/** A connection is mentioned as a transfer from this age on, milliseconds. */
const LONG = 1000;

/** What `synwave serve` prints: connections as they open and close, and transfers as they go on. */
export class Report {
  readonly #terminal: Terminal;
  readonly #json: boolean;
  readonly #talks = new Map<Socket, Talk>();
  readonly #screen: boolean;
  #timer: NodeJS.Timeout | null = null;
  #last = 0;
  /** When the transfers were looked at. */
  #looked = performance.now();
  #shown = false;
  #stopping = false;

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal;
    this.#json = json;
    this.#screen = terminal.outIsScreen && !json;
  }

  listening(l: Listening): void {
    if (this.#json) {
      this.#event('listening', { ...l });
    } else {
      const [at, kernel] = [l.addresses.join(' and '), l.kernel.join(' and ')];
      this.#line(wrap(`Serving ${l.service} at ${at}`, 80, '  '));
      this.#line(wrap(`on the device ${l.device}, where the kernel is ${kernel}.`, 80, '  '));
      if (l.pcap !== null) this.#line(`Every packet goes to ${l.pcap}.`);
      this.#line('');
      this.#line('Try it, in another terminal:');
      for (const command of l.try) this.#line(`  ${command}`);
      this.#line('');
      this.#line(`Ctrl-C stops, and removes ${l.device}.`);
      this.#line('');
    }
    const often = this.#screen ? REWRITE : WRITE;
    this.#timer = setInterval(() => this.#progress(), often).unref();
  }

  opened(socket: Socket): void {
    const peer = endpoint(socket.remoteAddress, socket.remotePort);
    const talk: Talk = { id: ++this.#last, peer, began: performance.now(), socket, seen: 0 };
    this.#talks.set(socket, talk);
    if (this.#json) this.#event('open', { id: talk.id, peer });
    else this.#line(`#${talk.id} ${peer} open`);
    let code: string | null = null;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? error.message;
    });
    socket.on('close', () => this.#closed(talk, code));
  }

  problem(message: string): void {
    if (this.#json) {
      this.#event('problem', { message });
      return;
    }
    this.#clear();
    this.#terminal.err(`synwave: ${message}\n`);
  }

  /** Everything `tcp` holds, now; as JSON with what it has counted. */
  status(tcp: Pick<Tcp, 'status' | 'counters'>): void {
    const rows = tcp.status();
    if (!this.#json) {
      this.#line(statusTable(rows));
      return;
    }
    const dropped = [...tcp.counters.drops].map((n, i) => [DROP_NAMES[i] as string, n] as const);
    const drops = Object.fromEntries(dropped.filter(([, n]) => n > 0));
    this.#event('status', { rows, counters: { ...tcp.counters, drops } });
  }

  stopping(signal: string): void {
    const open = this.#talks.size;
    this.#stopping = true;
    if (this.#json) this.#event('stopping', { signal, open });
    else if (open === 0) this.#line('Stopping.');
    else
      this.#line(`Stopping; ${open === 1 ? 'a connection is' : `${open} connections are`} reset.`);
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#clear();
  }

  #closed(talk: Talk, code: string | null): void {
    this.#talks.delete(talk.socket);
    const { bytesRead, bytesWritten } = talk.socket;
    const ms = performance.now() - talk.began;
    if (this.#json) {
      const { id, peer } = talk;
      this.#event('close', { id, peer, in: bytesRead, out: bytesWritten, ms, error: code });
      return;
    }
    const how = code ?? (this.#stopping ? 'reset' : 'closed');
    const amount = `in ${octets(bytesRead)}, out ${octets(bytesWritten)}, ${duration(ms)}`;
    const line = `#${talk.id} ${talk.peer} ${how}: ${amount}`;
    const fast = bytesRead + bytesWritten > 1 << 20;
    const speed = fast ? `, ${rate(bytesRead + bytesWritten, ms)}` : '';
    if (line.length + speed.length <= 80) this.#line(line + speed);
    else this.#line(`#${talk.id} ${talk.peer} ${how}:\n    ${amount}${speed}`);
  }

  /** Mentions the transfers that have moved since last time. */
  #progress(): void {
    const now = performance.now();
    const moving: Talk[] = [];
    let moved = 0;
    for (const talk of this.#talks.values()) {
      const done = talk.socket.bytesRead + talk.socket.bytesWritten;
      if (done !== talk.seen && now - talk.began > LONG) moving.push(talk);
      moved += done - talk.seen;
      talk.seen = done;
    }
    const since = now - this.#looked;
    this.#looked = now;
    if (moving.length === 0) {
      this.#clear();
    } else if (this.#json) {
      for (const { id, socket } of moving) {
        this.#event('progress', { id, in: socket.bytesRead, out: socket.bytesWritten });
      }
    } else if (moving.length === 1) {
      const { id, seen, began } = moving[0] as Talk;
      this.#transient(progressLine(`#${id}`, seen, null, now - began));
    } else {
      this.#transient(`${moving.length} transfers  ${rate(moved, since)}`);
    }
  }

  /** A line that is rewritten on a screen, and simply written elsewhere. */
  #transient(text: string): void {
    this.#terminal.out(this.#screen ? `\r\x1b[K${text}` : `${text}\n`);
    this.#shown = this.#screen;
  }

  #line(text: string): void {
    this.#clear();
    this.#terminal.out(`${text}\n`);
  }

  #clear(): void {
    if (this.#shown) this.#terminal.out('\r\x1b[K');
    this.#shown = false;
  }

  #event(event: string, facts: Record<string, unknown>): void {
    this.#terminal.out(`${JSON.stringify({ event, ...facts })}\n`);
  }
}
