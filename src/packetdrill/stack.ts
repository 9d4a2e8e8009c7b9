import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Link } from '../link/link.ts';
import { Host } from '../net/host.ts';
import type { NetInterface } from '../net/interface.ts';
import type { Observer } from '../tcp/observer.ts';
import { freebsd, linux, rfc } from '../tcp/profiles/index.ts';
import type { Profile } from '../tcp/profile.ts';
import { type Address, Prefix } from '../wire/address.ts';
import { Settings } from './settings.ts';

/** The system whose calls, constants and shell commands a script is written for. */
export type System = 'linux' | 'freebsd' | 'rfc';

export interface StackOptions {
  readonly system: System;
  readonly clock: Clock;
  /** Its own: nobody else draws from it. */
  readonly random: Random;
  /** The script's end of it gives the packets to the stack, and takes what the stack sends. */
  readonly link: Link;
  /** The stack's addresses, of either family; 192.168.0.1 and fd3d:fa7b:d17d::1 by default. */
  readonly addresses?: readonly Address[];
  readonly observer?: Observer | null;
}

/** 192.168.0.0/16 is a script's own network, and fd3d:fa7b:d17d::/48. */
const NETWORK_BITS = { 4: 16, 6: 48 } as const;
export const LOCAL_V4 = '192.168.0.1';
export const LOCAL_V6 = 'fd3d:fa7b:d17d::1';
export const REMOTE_V4 = '192.0.2.1';
export const REMOTE_V6 = '2001:db8::1';

const PROFILE_OF: Readonly<Record<System, Profile>> = { linux, freebsd, rfc };

/** What a script runs against: a host with one link, which all sockets of the script share. */
export class DrillStack {
  readonly system: System;
  readonly clock: Clock;
  readonly host: Host;
  readonly interface: NetInterface;
  /** What the script's shell commands change. */
  readonly settings: Settings;

  constructor(o: StackOptions) {
    this.system = o.system;
    this.clock = o.clock;
    const profile = PROFILE_OF[o.system];
    this.host = new Host({
      clock: o.clock,
      random: o.random,
      profile,
      observer: o.observer ?? null,
      name: 'stack',
    });
    const prefixes = (o.addresses ?? []).map((a) => new Prefix(a, NETWORK_BITS[a.version]));
    this.interface = this.host.attach(o.link, prefixes, { name: 'tun0' });
    this.host.addRoute(Prefix.parse('0.0.0.0/0'), this.interface);
    this.host.addRoute(Prefix.parse('::/0'), this.interface);
    this.settings = new Settings(this);
  }
}
