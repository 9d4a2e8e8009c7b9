/** A trace in the formats of others. */
export { type PacketdrillOptions, packetdrill } from './packetdrill/index.ts';
export { type PcapngExportOptions, pcapng } from './pcapng.ts';
