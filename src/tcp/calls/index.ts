export { isFastOpened } from '../fast-open/status.ts';
export { setDeferAccept, waitedIn, waitsFor } from '../passive/defer-accept.ts';
export { abort, close, release } from './close.ts';
export { type FlowStatus, statusOf, type TimerStatus } from './flow-status.ts';
export { hasDelivered } from './linger.ts';
export { type FastOpenOptions, setFastOpen } from './listen.ts';
export { activate, fastOpenIsReady, textOnSyn } from './open.ts';
export {
  type KeepAliveOptions,
  setDscp,
  setKeepAlive,
  setLinger,
  setTtl,
  setUserTimeout,
} from './options.ts';
export { discard, peek, receive } from './receive.ts';
export { send } from './send.ts';
export { type ConnectionStatus, status } from './status.ts';
