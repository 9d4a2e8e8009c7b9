import type { Micros } from '../base/timer-queue.ts';
import { ETHERNET, RAW_IP } from '../capture/link-types.ts';
import type { PcapngWriter } from '../capture/pcapng.ts';
import type { Link } from '../link/link.ts';
import { Tap } from '../link/tap.ts';

/** Where a capture is taken. */
export interface CaptureOptions {
  /** The interface's name in the file. */
  readonly name: string;
  /** The clock packets are timed by; the writer adds its epoch. */
  readonly clock: { readonly now: Micros };
  /** Octets kept of each packet; 0, the default, keeps all. */
  readonly snaplen?: number;
}

/**
 * A link that writes every packet passing `link` into a capture. Several links may share a writer:
 * each is an interface of the file.
 */
export function captureLink(link: Link, writer: PcapngWriter, o: CaptureOptions): Tap {
  const linkType = link.medium === 'ip' ? RAW_IP : ETHERNET;
  const iface = writer.interface(o.name, linkType, o.snaplen ?? 0);
  return new Tap(link, (p, direction) => {
    writer.packet(iface, o.clock.now, p.octets(), { direction });
  });
}
