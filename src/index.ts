/** synwave: a complete user-space TCP/IP stack. This is the engine; drivers and tools have entry points of their own. */
export { Clock } from './base/clock.ts';
export { Packet, PacketPool } from './base/packet.ts';
export { type Random, SeededRandom } from './base/random.ts';
export { type Micros, NEVER } from './base/timer-queue.ts';
export * from './link/index.ts';
export { Host } from './net/host.ts';
export { type ListenerOptions, TcpListener } from './socket/tcp-listener.ts';
export { type ConnectOptions, TcpSocket } from './socket/tcp-socket.ts';
export * from './tcp/calls/index.ts';
export { type Departure, departures } from './tcp/departures.ts';
export { TcpError, type TcpErrorCode } from './tcp/errors.ts';
export type { Flow, Observer } from './tcp/observer.ts';
export type { Profile } from './tcp/profile.ts';
export {
  freebsd,
  linux,
  linuxClassic,
  linuxSender,
  notes,
  PROFILES,
  rfc,
  withOverrides,
} from './tcp/profiles/index.ts';
export { DIAGRAM, STATE_NAMES, type State } from './tcp/state.ts';
export {
  STANDARD,
  type Violation,
  violations,
  WHAT_IFS,
  type WhatIf,
  type WhatIfEntry,
  type WhatIfId,
  withWhatIf,
} from './tcp/what-if.ts';
export { Address, Prefix } from './wire/address.ts';
