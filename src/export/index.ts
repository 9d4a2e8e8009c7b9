/** A trace in the formats of others. */
export { type PcapngExportOptions, pcapng } from './pcapng.ts';
