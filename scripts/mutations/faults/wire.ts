import type { Row } from '../fault.ts';

/** Faults in how segments are read, and in the numbers chosen. */
// biome-ignore format: a table
export const WIRE: readonly Row[] = [
  ['checksum not verified', 'wire/tcp.ts',
    'finish(sumPacket(p, from, to, pseudoSum)) !== 0', 'false',
    ['wire/tcp.test.ts'], ['checksum/text.pkt', 'checksum/syn.pkt', 'checksum/opening.pkt']],
  ['FIN not counted in SEG.LEN', 'wire/tcp.ts',
    '((this.flags >> 1) & 1) + (this.flags & 1)', '((this.flags >> 1) & 1)',
    ['tcp/segment-table.test.ts'], ['closing/fin-with-text.pkt']],
  ['SYN not counted in SEG.LEN', 'wire/tcp.ts',
    '((this.flags >> 1) & 1) + (this.flags & 1)', '(this.flags & 1)',
    ['tcp/segment-table.test.ts'], ['segments/closed/syn.pkt']],
  ['ISN constant', 'tcp/isn.ts',
    'return (Math.floor(now / 4) + hash) | 0;', 'return 1;',
    ['tcp/isn.test.ts'], ['opening/isn.pkt']],
  ['ISN without a secret', 'tcp/isn.ts',
    'return (Math.floor(now / 4) + hash) | 0;', 'return Math.floor(now / 4) | 0;',
    ['tcp/isn.test.ts'], ['opening/isn.pkt']],
  ['MSS of the peer ignored', 'tcp/negotiate.ts',
    '? seg.mss : mssIfNone', '? mssIfNone : mssIfNone',
    ['tcp/mss.test.ts'], ['options/mss.pkt']],
];
