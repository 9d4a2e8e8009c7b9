/** Capture files. */
export { ETHERNET, RAW_IP } from './link-types.ts';
export { type Direction, type PacketNotes, type PcapngOptions, PcapngWriter } from './pcapng.ts';
