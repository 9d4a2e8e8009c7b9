/** A trace in the formats of others. */
export { json } from './json.ts';
export { type MarkdownOptions, markdown } from './markdown.ts';
export { type MermaidOptions, mermaid } from './mermaid.ts';
export { NoScript, type PacketdrillOptions, packetdrill } from './packetdrill/index.ts';
export { type PcapngExportOptions, pcapng } from './pcapng.ts';
export { CANNOT_SAY, type ExportFormat } from './says.ts';
