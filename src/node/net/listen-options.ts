import { badType, nodeError, onlyTcp, received, validPort } from './errors.ts';

/** Where to listen; the options of Node's `server.listen` that concern TCP. */
export interface ListenOptions {
  /** 0, or nothing, has the stack choose one. */
  port?: number | string | undefined;
  /** An address of the stack, or a name for one; all of them when not given. */
  host?: string | undefined;
  /** Connections that may wait to be accepted; 511 when not given. */
  backlog?: number | undefined;
  ipv6Only?: boolean | undefined;
  /** Other servers that say so too may listen there as well; connections are spread over them. */
  reusePort?: boolean | undefined;
  /** Closes the server. */
  signal?: AbortSignal | undefined;
  /** Accepted and without meaning here: nobody shares the port. */
  exclusive?: boolean | undefined;
}

/** The forms in which `listen` takes its arguments. */
export type ListenArguments =
  | [port?: number | string | null, host?: string, backlog?: number, listener?: () => void]
  | [port?: number | string | null, host?: string, listener?: () => void]
  | [port?: number | string | null, backlog?: number, listener?: () => void]
  | [port?: number | string | null, listener?: () => void]
  | [options: ListenOptions, listener?: () => void]
  | [listener?: () => void];

/** What the forms of `listen(…)` come to. */
export interface Listening {
  readonly port: number;
  readonly host: string | null;
  readonly backlog: number;
  readonly ipv6Only: boolean;
  readonly reusePort: boolean;
  readonly signal: AbortSignal | null;
  readonly listener: (() => void) | null;
}

/** Brings the forms of `listen(…)` to one. Throws as Node does when they make no sense. */
export function readListen(args: readonly unknown[]): Listening {
  const last = args[args.length - 1];
  const listener = typeof last === 'function' ? (last as () => void) : null;
  const o = listenOptions(args);
  if (o.host !== undefined && o.host !== null && typeof o.host !== 'string') {
    throw badType('options.host', 'of type string', o.host);
  }
  if (o.signal !== undefined && !(o.signal instanceof AbortSignal)) {
    throw badType('options.signal', 'an instance of AbortSignal', o.signal);
  }
  const { backlog } = o;
  return {
    port: o.port === undefined || o.port === null ? 0 : validPort(o.port, 'options.port'),
    host: o.host || null,
    // As Node hands it to listen(2): nothing and 0 mean its default.
    backlog: typeof backlog === 'number' && backlog > 0 ? Math.min(backlog, 65_535) : 511,
    ipv6Only: o.ipv6Only ?? false,
    reusePort: o.reusePort ?? false,
    signal: o.signal ?? null,
    listener,
  };
}

function listenOptions(args: readonly unknown[]): ListenOptions {
  const [first] = args;
  if (first === undefined || first === null || typeof first === 'function') return {};
  if (typeof first === 'object') return fromObject(first as ListenOptions & Foreign);
  if (typeof first === 'string' && Number.isNaN(Number(first))) throw onlyTcp(`the path ${first}`);
  const o: ListenOptions = { port: first as number };
  const rest = args.slice(1);
  if (typeof rest[0] === 'string') o.host = rest.shift() as string;
  else if (rest[0] === undefined || rest[0] === null) rest.shift();
  if (typeof rest[0] === 'number') o.backlog = rest[0];
  return o;
}

interface Foreign {
  path?: unknown;
  fd?: unknown;
  handle?: unknown;
}

function fromObject(o: ListenOptions & Foreign): ListenOptions {
  if (o.path !== undefined) throw onlyTcp('a path');
  if (o.fd !== undefined || o.handle !== undefined) throw onlyTcp('a descriptor');
  if (!('port' in o)) {
    throw nodeError(
      TypeError,
      'ERR_INVALID_ARG_VALUE',
      `The argument 'options' must have the property "port" or "path". Received ${received(o)}`,
    );
  }
  return o;
}
