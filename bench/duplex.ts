/** The look-alike of `node:net` between two hosts in one process, in real time. */
import { Driver } from '../src/node/driver.ts';
import { createNet } from '../src/node/net/index.ts';
import { SERVER, twoHosts } from './in-memory.ts';
import { done, MIB, measure } from './measure.ts';
import { bulkRound, connectionsRound, type Pair } from './streams.ts';

function pair(): Pair {
  const driver = new Driver();
  const hosts = twoHosts(driver.clock, driver.pool, { delay: 0, mtu: 1500 });
  const client = createNet({ host: hosts.client, driver });
  const server = createNet({ host: hosts.server, driver });
  return { client, server, host: SERVER } as unknown as Pair;
}

done([
  await measure('duplex-bulk', 'synwave/node/net, in memory, MTU 1500', 'Mbit/s', () =>
    bulkRound(pair(), 512 * MIB),
  ),
  await measure('duplex-connections', 'synwave/node/net, one at a time', 'per s', () =>
    connectionsRound(pair(), 10_000, 1),
  ),
  await measure('duplex-connections-100', 'synwave/node/net, 100 at a time', 'per s', () =>
    connectionsRound(pair(), 20_000, 100),
  ),
]);
