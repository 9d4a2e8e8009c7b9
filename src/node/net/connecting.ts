import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { TcpSocket } from '../../socket/tcp-socket.ts';
import { TcpError } from '../../tcp/errors.ts';
import { Address } from '../../wire/address.ts';
import type { ConnectOptions } from './connect-options.ts';
import { systemError } from './errors.ts';
import { CONNECTED, Handle } from './handle.ts';
import type { Stack } from './stack.ts';

/** How long one address is tried before the next, milliseconds, when the options do not say. */
const ATTEMPT_TIMEOUT = 250;

/** Systems take a connection to no address for one to themselves. */
const SELF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What an attempt to connect tells the socket it is made for. */
export interface Connecting {
  emit(event: string, ...args: unknown[]): boolean;
  /** It worked; `news` is what else has happened meanwhile. */
  opened(handle: Handle, news: number): void;
  failed(error: Error): void;
}

interface Candidate {
  readonly address: string;
  readonly family: number;
}

/**
 * The way from `connect` to a connection: the name is looked up, and its addresses are tried one
 * after the other until one answers (RFC 8305, without its parallel attempts).
 */
export class Attempts {
  readonly #stack: Stack;
  readonly #options: ConnectOptions;
  readonly #socket: Connecting;
  #candidates: readonly Candidate[] = [];
  #next = 0;
  #handle: Handle | null = null;
  #timer: NodeJS.Timeout | null = null;
  readonly #errors: Error[] = [];
  /** Addresses and ports tried, as "address:port". */
  readonly tried: string[] = [];
  #over = false;

  constructor(stack: Stack, options: ConnectOptions, socket: Connecting) {
    this.#stack = stack;
    this.#options = options;
    this.#socket = socket;
    const host = options.host || 'localhost';
    const family = isIP(host);
    if (family !== 0) process.nextTick(() => this.#start([{ address: host, family }]));
    else this.#lookUp(host);
  }

  /** Stops trying; nothing more is told. */
  cancel(): void {
    this.#over = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#handle?.letGo(null);
    this.#handle = null;
  }

  #lookUp(host: string): void {
    const { lookup, family, hints, localAddress, autoSelectFamily } = this.#options;
    const all = autoSelectFamily !== false && localAddress === undefined && !family;
    const options = { family: family ?? 0, hints: hints ?? 0, all };
    if (localAddress !== undefined && !family) options.family = isIP(localAddress);
    type Answer = (error: Error | null, found?: string | LookupAddress[], family?: number) => void;
    const ask = (lookup ?? this.#stack.lookup ?? dnsLookup) as (
      host: string,
      options: object,
      answer: Answer,
    ) => void;
    ask(host, options, (error, found, foundFamily) => {
      const list: Candidate[] = Array.isArray(found)
        ? found
        : [{ address: found ?? '', family: foundFamily ?? isIP(found ?? '') }];
      if (error !== null && error !== undefined) {
        this.#socket.emit('lookup', error, undefined, undefined, host);
        if (!this.#over) process.nextTick(() => this.#fail(error));
        return;
      }
      for (const c of list) this.#socket.emit('lookup', null, c.address, c.family, host);
      this.#start(inTurn(list));
    });
  }

  #start(candidates: readonly Candidate[]): void {
    this.#candidates = candidates;
    this.#tryNext();
  }

  #tryNext(): void {
    if (this.#over) return;
    const candidate = this.#candidates[this.#next++];
    if (candidate === undefined) {
      this.#fail(this.#summary());
      return;
    }
    const { address, family } = candidate;
    const port = Number(this.#options.port);
    this.tried.push(`${address}:${port}`);
    this.#socket.emit('connectionAttempt', address, port, family);
    if (this.#over) return;
    try {
      this.#wait(new Handle(this.#stack.driver, this.#open(address, port)), candidate);
    } catch (error) {
      if (!(error instanceof TcpError)) throw error;
      this.#failedAttempt(error.code, candidate);
    }
  }

  /** Sends the SYN. Throws a TcpError. */
  #open(address: string, port: number): TcpSocket {
    const { host, driver } = this.#stack;
    const { localAddress, localPort } = this.#options;
    const to = Address.tryParse(SELF[address] ?? address);
    const from = localAddress === undefined ? undefined : Address.tryParse(localAddress);
    if (to === null) throw new TcpError('ENETUNREACH'); // an address with a zone
    if (from === null) throw new TcpError('EADDRNOTAVAIL');
    if (port === 0) throw new TcpError('ECONNREFUSED'); // nobody can listen there
    driver.enter();
    return TcpSocket.connect(host, { address: to, port, localAddress: from, localPort });
  }

  #wait(handle: Handle, candidate: Candidate): void {
    this.#handle = handle;
    handle.told = (news) => {
      if ((news & CONNECTED) !== 0) this.#succeed(handle, news);
      else if (handle.closed) this.#failedAttempt(handle.error ?? 'ECONNABORTED', candidate);
    };
    if (this.#next < this.#candidates.length) {
      const patience = this.#options.autoSelectFamilyAttemptTimeout ?? ATTEMPT_TIMEOUT;
      this.#timer = setTimeout(() => {
        const { address, family } = candidate;
        this.#socket.emit('connectionAttemptTimeout', address, Number(this.#options.port), family);
        handle.letGo(null);
        this.#errors.push(this.#error('ETIMEDOUT', candidate));
        this.#tryNext();
      }, patience);
    }
  }

  #succeed(handle: Handle, news: number): void {
    this.#over = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#socket.opened(handle, news);
  }

  #failedAttempt(code: string, candidate: Candidate): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#handle = null;
    const error = this.#error(code, candidate);
    this.#errors.push(error);
    const { address, family } = candidate;
    const port = Number(this.#options.port);
    this.#socket.emit('connectionAttemptFailed', address, port, family, error);
    this.#tryNext();
  }

  #error(code: string, candidate: Candidate): Error {
    const { localAddress, localPort, port } = this.#options;
    const place = { address: candidate.address, port: Number(port) };
    if (localAddress === undefined || localPort === undefined) {
      return systemError(code, 'connect', place);
    }
    return systemError(code, 'connect', { ...place, local: `${localAddress}:${localPort}` });
  }

  /** The one error there was, or all of them. */
  #summary(): Error {
    const [first] = this.#errors;
    if (this.#errors.length === 1 && first !== undefined) return first;
    const all = new AggregateError(this.#errors) as Error & { code?: string };
    const { code } = first as NodeJS.ErrnoException;
    if (code !== undefined) all.code = code;
    return all;
  }

  #fail(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.failed(error);
  }
}

/** Each address once, and the families in turn: RFC 8305 section 4. */
function inTurn(list: readonly Candidate[]): Candidate[] {
  const once = list.filter((c, i) => list.findIndex((o) => o.address === c.address) === i);
  const first = once.filter((c) => c.family === once[0]?.family);
  const others = once.filter((c) => c.family !== once[0]?.family);
  const turns: Candidate[] = [];
  for (let i = 0; i < Math.max(first.length, others.length); i++) {
    for (const c of [first[i], others[i]]) if (c !== undefined) turns.push(c);
  }
  return turns;
}
