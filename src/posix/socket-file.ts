import { holdAck } from '../tcp/ack-policy.ts';
import type { Bound } from '../tcp/bound.ts';
import type { Connection, ConnectionUser } from '../tcp/connection.ts';
import { mayTalkEarly } from '../tcp/fast-open/status.ts';
import { type ConnectionOptions, ownOptions, shareOptions } from '../tcp/options.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import { takePathMtu } from '../tcp/path-mtu.ts';
import type { Profile } from '../tcp/profile.ts';
import { CLOSED, LISTEN, SYN_RECEIVED, SYN_SENT, TIME_WAIT } from '../tcp/state.ts';
import { releaseSocket } from './closing.ts';
import { OpenFile } from './open-file.ts';
import type { Posix } from './posix.ts';
import { readyOf } from './readiness.ts';
import type { Settings } from './settings.ts';
import type { SocketAddress } from './types.ts';
import type { ZeroCopy } from './zero-copy.ts';

/** Where an active open stands, for connect: struct socket's state. */
export type Phase = 'unconnected' | 'connecting' | 'connected';

/** A stream socket: what a descriptor of socket() or accept() stands for. */
export class SocketFile extends OpenFile implements ConnectionUser {
  readonly posix: Posix;
  readonly family: 4 | 6;
  readonly settings: Settings;
  phase: Phase = 'unconnected';
  /** What bind said, or null. */
  bound: SocketAddress | null = null;
  /** Its place among the bound ports, until it listens or connects. */
  hold: Bound | null = null;
  connection: Connection | null = null;
  listener: Listener | null = null;
  /** SO_ERROR: the errno that waits to be told, once. */
  error: string | null = null;
  shutRead = false;
  shutWrite = false;
  /** The peer's FIN was told. */
  ended = false;
  /** TCP_FASTOPEN_CONNECT put the SYN off until the first write: to whom it goes then. */
  deferred: SocketAddress | null = null;
  /** What MSG_ZEROCOPY has yet to tell; null until it is used. */
  zeroCopy: ZeroCopy | null = null;

  constructor(posix: Posix, family: 4 | 6, flags: number, settings: Settings) {
    super(flags);
    this.posix = posix;
    this.family = family;
    this.settings = settings;
  }

  get isNonBlocking(): boolean {
    return (this.flags & (this.posix.numbers['O_NONBLOCK'] as number)) !== 0;
  }

  /** An opening is under way. */
  get isOpening(): boolean {
    const { connection } = this;
    return connection !== null && isOpeningState(connection);
  }

  /** There was a connection, and it is over; or there never was one. */
  get isClosed(): boolean {
    const state = this.connection?.state ?? CLOSED;
    return state === CLOSED || state === TIME_WAIT;
  }

  /** Changes options of what there is and of what will be. */
  change(changes: Partial<ConnectionOptions>): void {
    this.settings.change(changes);
    const { connection, listener } = this;
    if (connection !== null) {
      Object.assign(ownOptions(connection), changes);
      if (changes.md5 !== undefined && connection.synAcked) takePathMtu(connection); // a signature takes room
    }
    if (listener !== null) shareOptions(listener, changes);
  }

  /** Changes fields of the profile of what will be. */
  override(changes: Partial<Profile>): void {
    this.settings.override(changes);
    if (this.listener !== null) this.listener.profile = this.settings.profile;
  }

  /** The system's settings have changed, for what will be. */
  useProfile(profile: Profile): void {
    this.settings.rebase(profile);
    if (this.listener !== null) this.listener.profile = this.settings.profile;
  }

  /** The error that waits, which is thereby told; null when there is none. */
  takeError(): string | null {
    const { error } = this;
    this.error = null;
    return error;
  }

  override ready(): number {
    return readyOf(this);
  }

  override release(): void {
    releaseSocket(this);
  }

  onConnected(c: Connection): void {
    // Of one who opens, TCP_DEFER_ACCEPT holds back the ACK that the listener's would not use.
    if (this.phase === 'connecting' && this.settings.kept.get('TCP_DEFER_ACCEPT')) holdAck(c);
    this.wake();
  }

  onReadable(): void {
    const { POLLIN, POLLRDNORM } = this.posix.numbers as Record<'POLLIN' | 'POLLRDNORM', number>;
    this.wake(POLLIN | POLLRDNORM);
  }

  onWritable(): void {
    const { POLLOUT, POLLWRNORM } = this.posix.numbers as Record<'POLLOUT' | 'POLLWRNORM', number>;
    this.wake(POLLOUT | POLLWRNORM);
  }

  onEnded(): void {
    this.ended = true;
    this.wake();
  }

  onUrgent(): void {
    this.wake(this.posix.numbers['POLLPRI']);
  }

  onClosed(_c: Connection, error: string | null): void {
    if (error !== null && error !== 'ECONNABORTED') this.error = error;
    this.wake();
  }

  /** ICMP said something that did not end it: nothing, unless IP_RECVERR asks for it. */
  onSoftError(_c: Connection, error: string): void {
    if (!this.settings.kept.get('IP_RECVERR')) return;
    this.error = error;
    this.wake();
  }
}

/** Whether its SYN, sent or received, is not acknowledged yet, and must be before anything else is sent. */
export function isOpeningState(c: Connection): boolean {
  if (c.state === SYN_RECEIVED) return !mayTalkEarly(c);
  return c.state === SYN_SENT || c.state === LISTEN;
}
