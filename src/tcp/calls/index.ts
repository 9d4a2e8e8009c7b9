export { abort, close, release } from './close.ts';
export { activate } from './open.ts';
export { receive } from './receive.ts';
export { send } from './send.ts';
export { type ConnectionStatus, status } from './status.ts';
