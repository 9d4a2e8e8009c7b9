import type { LookupFunction } from 'node:net';
import type { Host } from '../../net/host.ts';
import type { Driver } from '../driver.ts';
import type { Lingering } from './lingering.ts';

/** What sockets and servers stand on: one host under one driver. */
export interface Stack {
  readonly host: Host;
  readonly driver: Driver;
  readonly lingering: Lingering;
  /** How names become addresses, when a socket has no `lookup` of its own; Node's resolver if null. */
  readonly lookup: LookupFunction | null;
}
