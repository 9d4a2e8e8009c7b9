/** How a connection, or an attempt to make one, failed; the names are Node's and the C library's. */
export type TcpErrorCode =
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'ECONNABORTED'
  | 'ETIMEDOUT'
  | 'EPIPE'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'ENETUNREACH'
  | 'EHOSTUNREACH'
  | 'EHOSTDOWN'
  | 'ENONET'
  | 'ENOPROTOOPT'
  | 'EOPNOTSUPP'
  | 'EPROTO'
  | 'EACCES'
  | 'EISCONN'
  | 'ENOTCONN';

/** What each code means, for people. */
export const ERROR_TEXT: Readonly<Record<TcpErrorCode, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  ECONNABORTED: 'connection aborted',
  ETIMEDOUT: 'connection timed out',
  EPIPE: 'this side has already closed for sending',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'address not available',
  ENETUNREACH: 'no route to that network',
  EHOSTUNREACH: 'host unreachable',
  EHOSTDOWN: 'host is down',
  ENONET: 'host is not on the network',
  ENOPROTOOPT: 'the peer does not speak TCP',
  EOPNOTSUPP: 'operation not supported',
  EPROTO: 'protocol error',
  EACCES: 'administratively prohibited',
  EISCONN: 'already connected',
  ENOTCONN: 'not connected',
};

/** Thrown by the user calls when they cannot be carried out; never by what arrives from the network. */
export class TcpError extends Error {
  readonly code: TcpErrorCode;

  constructor(code: TcpErrorCode, detail = '') {
    super(detail === '' ? ERROR_TEXT[code] : `${ERROR_TEXT[code]}: ${detail}`);
    this.name = 'TcpError';
    this.code = code;
  }
}
