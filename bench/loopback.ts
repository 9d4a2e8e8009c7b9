/** Node's own `net` over the loopback device, in one process: what everything is compared with. */
import * as net from 'node:net';
import { done, MIB, measure } from './measure.ts';
import { bulkRound, connectionsRound, type Pair } from './streams.ts';

const pair: Pair = { client: net, server: net, host: '127.0.0.1' } as unknown as Pair;

done([
  await measure('node-bulk', 'node:net, loopback, 64 KB writes', 'Mbit/s', () =>
    bulkRound(pair, 1024 * MIB),
  ),
  await measure('node-connections', 'node:net, loopback, one at a time', 'per s', () =>
    connectionsRound(pair, 5000, 1),
  ),
  await measure('node-connections-100', 'node:net, loopback, 100 at a time', 'per s', () =>
    connectionsRound(pair, 10_000, 100),
  ),
]);
