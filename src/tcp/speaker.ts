import type { Address } from '../wire/address.ts';
import type { Flow } from './observer.ts';
import type { ConnectionOptions } from './options.ts';
import type { Profile } from './profile.ts';
import type { Tcp } from './tcp.ts';

/** Where a segment came from and to: the addresses of its packet, valid while it is processed. */
export interface Arrival {
  readonly local: Address;
  readonly remote: Address;
  /** The UDP port its datagram came from; 0 when it was not inside one. */
  readonly udpPort: number;
}

/** How a segment goes out, beside what stands in it. */
export type Outward = Pick<Readonly<ConnectionOptions>, 'ttl' | 'tos' | 'md5'>;

/** A flow that sends segments of its own. */
export interface Speaker extends Flow, Arrival {
  readonly tcp: Tcp;
  readonly profile: Profile;
  readonly options: Outward;
}
