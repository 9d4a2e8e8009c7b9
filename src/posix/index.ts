export { type CapabilitySet, capabilityNames } from './capabilities.ts';
export { constantsOf } from './constants.ts';
export { FileNode, FileSystem, type NodeKind, type Opening } from './file-system.ts';
export { optionNames } from './options.ts';
export type { PipeSlot } from './pipe.ts';
export { Posix } from './posix.ts';
export type { PosixOptions } from './process.ts';
export { type Call, type Result, whenDone } from './result.ts';
export type { FileSending, HeadersAndTrailers } from './send-file.ts';
export type { OffsetSlot } from './splicing.ts';
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
