import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';

/** The errno of a code as Node gives it: negative. */
function errnoOf(code: string): number {
  const known = (constants.errno as Record<string, number>)[code];
  if (known !== undefined) return -known;
  // EHOSTDOWN and ENONET are in the other table only.
  for (const [errno, [name]] of getSystemErrorMap()) if (name === code) return errno;
  return 0;
}

/** Where something failed, for the error's `address` and `port`. */
export interface Place {
  readonly address: string;
  readonly port: number;
  /** The address and port asked for on this side, if any. */
  readonly local?: string;
}

/** An error of the system's, shaped as Node shapes it: "read ECONNRESET", "connect ECONNREFUSED 10.9.0.1:80". */
export function systemError(
  code: string,
  syscall: string,
  place: Place | null = null,
): NodeJS.ErrnoException {
  let message = `${syscall} ${code}`;
  if (place !== null) message += ` ${placeText(place)}`;
  return shape(message, code, syscall, place);
}

/** As {@link systemError}, with the system's words: "listen EADDRINUSE: address already in use :::80". */
export function listenError(code: string, place: Place): NodeJS.ErrnoException {
  const text = getSystemErrorMap().get(errnoOf(code))?.[1] ?? 'failed';
  return shape(`listen ${code}: ${text} ${placeText(place)}`, code, 'listen', place);
}

function placeText(place: Place): string {
  const text = place.port === 0 ? place.address : `${place.address}:${place.port}`;
  return place.local === undefined ? text : `${text} - Local (${place.local})`;
}

function shape(
  message: string,
  code: string,
  syscall: string,
  place: Place | null,
): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException & { address?: string; port?: number } = new Error(message);
  error.errno = errnoOf(code);
  error.code = code;
  error.syscall = syscall;
  if (place !== null) {
    error.address = place.address;
    if (place.port !== 0) error.port = place.port;
  }
  return error;
}

/** An error of Node's own kind, with a `code` such as ERR_SOCKET_CLOSED. */
export function nodeError<E extends Error>(
  kind: new (message: string) => E,
  code: string,
  message: string,
): E & { code: string } {
  const error = new kind(message) as E & { code: string };
  error.code = code;
  return error;
}

/** The socket is closed, and something was asked of it. */
export function socketClosed(): Error {
  return nodeError(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed');
}

/** The port as a number. Throws RangeError ERR_SOCKET_BAD_PORT when it is none. */
export function validPort(port: unknown, name: string): number {
  if (typeof port === 'number' || (typeof port === 'string' && port.trim() !== '')) {
    const n = Number(port);
    if (n === n >>> 0 && n <= 0xffff) return n;
  }
  throw nodeError(
    RangeError,
    'ERR_SOCKET_BAD_PORT',
    `${name} should be >= 0 and < 65536. Received ${received(port)}.`,
  );
}

/** What was received instead of what was wanted, in Node's manner. */
export function received(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') return `an instance of ${value.constructor?.name ?? 'Object'}`;
  return `type ${typeof value} (${typeof value === 'string' ? `'${value}'` : String(value)})`;
}

/** An argument is not of the type it has to be. */
export function badType(name: string, wanted: string, value: unknown): TypeError {
  return nodeError(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `The "${name}" argument must be ${wanted}. Received ${received(value)}`,
  );
}

/** A local socket, a pipe or a descriptor was asked for; a network stack has only addresses and ports. */
export function onlyTcp(what: string): TypeError {
  return nodeError(
    TypeError,
    'ERR_INVALID_ARG_VALUE',
    `this stack speaks TCP only: give a host and a port instead of ${what}`,
  );
}
