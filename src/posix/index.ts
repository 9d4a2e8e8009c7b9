export { constantsOf } from './constants.ts';
export { optionNames } from './options.ts';
export { Posix, type PosixOptions } from './posix.ts';
export { type Call, type Result, whenDone } from './result.ts';
export { stateNumber, stateNumbers } from './state-numbers.ts';
export type {
  AddressSlot,
  ControlMessage,
  EpollEvent,
  IoVec,
  Level,
  Linger,
  Message,
  OptionResult,
  OptionValue,
  PollFd,
  SocketAddress,
  System,
} from './types.ts';
