import { nodeError, onlyTcp } from './errors.ts';

/** The options of `new Socket(…)`, as Node has them. */
export interface SocketOptions {
  allowHalfOpen?: boolean | undefined;
  noDelay?: boolean | undefined;
  keepAlive?: boolean | undefined;
  /** Milliseconds before the first keep-alive probe. */
  keepAliveInitialDelay?: number | undefined;
  highWaterMark?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Throws a TypeError for options of Node's that would silently do nothing here. */
export function checkSocket(o: SocketOptions & { fd?: unknown; onread?: unknown }): void {
  if (o.fd !== undefined && o.fd !== null) throw onlyTcp('a descriptor');
  if (o.onread !== undefined && o.onread !== null) {
    throw nodeError(
      TypeError,
      'ERR_INVALID_ARG_VALUE',
      "the option onread is not supported: listen for 'data' instead",
    );
  }
}
