/** A trace in the formats of others. */
export { json } from './json.ts';
export { type PacketdrillOptions, packetdrill } from './packetdrill/index.ts';
export { type PcapngExportOptions, pcapng } from './pcapng.ts';
export { CANNOT_SAY, type ExportFormat } from './says.ts';
