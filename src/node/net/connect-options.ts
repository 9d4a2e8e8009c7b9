import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { badType, nodeError, onlyTcp, validPort } from './errors.ts';

/** Where to connect to, and how; the options of Node's `socket.connect` that concern TCP. */
export interface ConnectOptions {
  port: number | string;
  /** A name or an address; 'localhost' when not given. */
  host?: string | undefined;
  localAddress?: string | undefined;
  localPort?: number | undefined;
  /** 4 or 6 to have names resolved to that family only. */
  family?: number | undefined;
  hints?: number | undefined;
  lookup?: LookupFunction | undefined;
  /** Whether all addresses of a name are tried; true when not given. */
  autoSelectFamily?: boolean | undefined;
  /** Milliseconds an address is tried before the next one is; 250 when not given. */
  autoSelectFamilyAttemptTimeout?: number | undefined;
  /** Only for `connect` and `createConnection`: milliseconds for `setTimeout`. */
  timeout?: number | undefined;
}

/** The forms in which `connect` takes its arguments. */
export type ConnectArguments =
  | [options: ConnectOptions, listener?: () => void]
  | [port: number | string, listener?: () => void]
  | [port: number | string, host?: string, listener?: () => void];

/** Brings the forms of `connect(…)` to one. */
export function readConnect(args: readonly unknown[]): [ConnectOptions, (() => void) | null] {
  const last = args[args.length - 1];
  const listener = typeof last === 'function' ? (last as () => void) : null;
  const first = args[0];
  if (typeof first === 'object' && first !== null) return [first as ConnectOptions, listener];
  if (typeof first === 'string' && Number.isNaN(Number(first))) throw onlyTcp(`the path ${first}`);
  const options: ConnectOptions = { port: first as number };
  if (typeof args[1] === 'string') options.host = args[1];
  return [options, listener];
}

/** Throws as Node does when the options make no sense. */
export function checkConnect(o: ConnectOptions): void {
  if ('path' in o && o.path !== undefined && o.path !== null) throw onlyTcp('a path');
  if (o.port === undefined) {
    throw nodeError(
      TypeError,
      'ERR_MISSING_ARGS',
      'The "options" or "port" or "path" argument must be specified',
    );
  }
  if (typeof o.port !== 'number' && typeof o.port !== 'string') {
    throw badType('options.port', 'one of type number or string', o.port);
  }
  validPort(o.port, 'Port');
  if (o.host !== undefined && o.host !== null && typeof o.host !== 'string') {
    throw badType('options.host', 'of type string', o.host);
  }
  if (o.localAddress !== undefined && isIP(o.localAddress) === 0) {
    throw nodeError(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${o.localAddress}`);
  }
  if (o.localPort !== undefined) {
    if (typeof o.localPort !== 'number') {
      throw badType('options.localPort', 'of type number', o.localPort);
    }
    validPort(o.localPort, 'options.localPort');
  }
  if (o.lookup !== undefined && typeof o.lookup !== 'function') {
    throw badType('options.lookup', 'of type function', o.lookup);
  }
}
