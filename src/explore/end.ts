import type { TcpErrorCode } from '../tcp/errors.ts';
import { CLOSED, type State } from '../tcp/state.ts';
import { later, lt, type Seq } from '../wire/seq.ts';

/** What is known of an end when it begins. */
export type Birth = Readonly<
  Pick<End, 'host' | 'boot' | 'n' | 'flow' | 'opener' | 'localPort' | 'remotePort'>
>;

/**
 * One end of one connection, from the SYN that begins it to when nobody speaks of it any more: what the
 * properties look at. The engine does not know it; {@link Witness} writes down what it sees.
 */
export class End {
  /** Which host it is at, how often that had been started, and which of its ends it is. */
  readonly host: number;
  readonly boot: number;
  readonly n: number;
  /** The engine's number for the flow; a TIME-WAIT entry and the connection that reopens it may share one. */
  readonly flow: number;
  /** It began with an active OPEN. */
  readonly opener: boolean;
  readonly localPort: number;
  readonly remotePort: number;
  /** Whose SYN it took: the end it believes to talk with, or null before there is one. */
  peer: End | null = null;
  state: State = CLOSED;
  iss: Seq | null = null;
  irs: Seq | null = null;
  /** What its timestamps are counted from. */
  stampOffset = 0;
  /** It was ESTABLISHED once. */
  established = false;
  /** The engine knows nothing of it any more. */
  gone = false;
  /** What the application wrote and read, a character an octet. */
  wrote = '';
  read = '';
  /** Octets received in order, read or not; octets of ours that the peer has acknowledged. */
  received = 0;
  acked = 0;
  /** What its application is called, once it has one. */
  socket: string | null = null;
  accepted = false;
  connected = false;
  /** The application was told that the peer has closed. */
  ended = false;
  /** How it was over: null after a proper close; undefined while it is not. */
  outcome: TcpErrorCode | null | undefined = undefined;
  /** Why a SEND of its application was refused, or null. */
  refused: TcpErrorCode | null = null;
  /** The application has closed, aborted; or its host lost its power. */
  closed = false;
  aborted = false;
  crashed = false;
  /** It went on to say FIN though its application had not closed. */
  closedUnasked = false;
  /** The end whose reset, or whose segment's reset, was its end; `forged` when it was nobody's. */
  resetBy: End | 'forged' | null = null;
  /** A reset ended its TIME-WAIT before its time: RFC 1337. */
  waitCut = false;
  /** The ends of whom, or of whose segments' answers, something has reached it whose numbers it could take. */
  readonly met: End[] = [];
  /** The greatest right edge that its peer has ever offered, and whether new text went beyond it. */
  edge: Seq | null = null;
  overran = false;

  constructor(o: Birth) {
    this.host = o.host;
    this.boot = o.boot;
    this.n = o.n;
    this.flow = o.flow;
    this.opener = o.opener;
    this.localPort = o.localPort;
    this.remotePort = o.remotePort;
  }

  /** Both took each other's SYN: they are the two ends of one connection. */
  get agrees(): boolean {
    return this.peer !== null && this.peer.peer === this;
  }

  /** The peer offers to take everything below `edge`. */
  isOffered(edge: Seq): void {
    this.edge = this.edge === null ? edge : later(this.edge, edge);
  }

  /** Text up to `to` goes out, and no probe. */
  sends(to: Seq): void {
    if (this.edge !== null && lt(this.edge, to)) this.overran = true;
  }
}
