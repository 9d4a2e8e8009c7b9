import type { Exhibit } from '../exhibit.ts';
import { ackInvalid } from './ack-invalid.ts';
import { ackIsNext } from './ack-is-next.ts';
import { anyFault, checksum, noChecksum, noSeqCheck } from './damage.ts';
import { psh, rst, synFinCount, urg } from './flags.ts';
import { sequence } from './sequence.ts';
import { symbols } from './symbols.ts';

/** In the order they are told. */
export const HEADER: readonly Exhibit[] = [
  ...[sequence, ackInvalid, ackIsNext, synFinCount, psh, urg, rst, symbols],
  ...[checksum, noChecksum, noSeqCheck, anyFault],
];
