import { expect, it } from 'vitest';
import { parseRow } from './ss.ts';

it('reads what ss -tanoH prints of a connection, with its timer', () => {
  const row = 'ESTAB 3 5 10.9.0.1:51234 10.9.0.2:80 timer:(keepalive,1min58sec,2)';
  expect(parseRow(row)).toEqual({
    ...{ state: 'ESTABLISHED', receiveQueue: 3, sendQueue: 5, localPort: 51_234, peerPort: 80 },
    timer: { name: 'keepalive', left: 118, retries: 2 },
  });
});

it('reads listeners, IPv6 addresses and half-open entries', () => {
  expect(parseRow('LISTEN 0 128 [::]:22 [::]:*')).toMatchObject({ localPort: 22, peerPort: 0 });
  const halfOpen = parseRow('SYN-RECV 0 0 [fd00:9::1]:80 [fd00:9::2]:9 timer:(on,612ms,0)');
  expect(halfOpen).toMatchObject({ state: 'SYN-RECEIVED', timer: { name: 'on', left: 0.612 } });
});

it('reads times of every length, as ss writes them', () => {
  const left = (text: string): number | undefined =>
    parseRow(`ESTAB 0 0 a:1 b:2 timer:(on,${text},0)`).timer?.left;
  expect(['200ms', '1.032ms', '59sec', '1min', '119min'].map(left)).toEqual([
    0.2, 1.032, 59, 60, 7140,
  ]);
  expect(() => left('soon')).toThrow('ss shows a timer of soon');
});
