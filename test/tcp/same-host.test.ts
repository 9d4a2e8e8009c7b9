import { describe, expect, it } from 'vitest';
import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { Drill, US, US6 } from '../support/drill.ts';
import { octets, readAll } from '../support/states.ts';

describe('connections within one host', () => {
  it.each(['127.0.0.1', '::1', US.toString(), US6.toString()])('work through %s', (address) => {
    const t = new Drill();
    t.listen(80);
    const s = t.connect({ address, port: 80, localPort: undefined });
    t.wait(10);
    expect(t.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    t.do(() => s.write(octets(10)));
    t.wait(10);
    const peer = t.accepted[0] as TcpSocket;
    expect(readAll(t, peer)).toEqual([...octets(10)]);
    t.do(() => s.end());
    t.do(() => peer.end());
    t.wait(1000);
    expect(t.states()).toEqual(['TIME-WAIT', 'TIME-WAIT'].slice(0, t.states().length));
    expect(t.out()).toEqual([]); // nothing left the host
  });

  it('are refused where nobody listens', () => {
    const t = new Drill();
    t.connect({ address: '127.0.0.1', port: 81, localPort: undefined });
    t.wait(10);
    expect(t.events).toEqual(['close ECONNREFUSED']);
  });
});

describe('a port connected to itself', () => {
  it('opens simultaneously with itself, and hears what it says [MUST-10]', () => {
    const t = new Drill();
    const s = t.connect({ address: US, port: 5000, localPort: 5000 });
    t.wait(10);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual(['connected']);
    t.do(() => s.write(octets(100)));
    t.wait(10);
    expect(readAll(t, s)).toEqual([...octets(100)]);
  });

  it('closes simultaneously with itself', () => {
    const t = new Drill();
    const s = t.connect({ address: US, port: 5000, localPort: 5000 });
    t.wait(10);
    t.do(() => s.end());
    t.wait(10);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.events).toEqual(['connected', 'end', 'close']);
    t.wait(240_000);
    expect(t.states()).toEqual([]);
  });

  it('resets itself', () => {
    const t = new Drill();
    const s = t.connect({ address: US, port: 5000, localPort: 5000 });
    t.wait(10);
    t.do(() => s.abort());
    t.wait(10);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['connected', 'close ECONNABORTED']);
  });
});
