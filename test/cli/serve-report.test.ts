import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { Report } from '../../src/cli/serve-report.ts';
import type { Socket } from '../../src/node/net/index.ts';
import { World } from '../../src/sim/index.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { SYN_QUEUE_FULL } from '../../src/wire/drop.ts';
import { Captured, tooWide } from './captured.ts';

/** As much of a socket as the report looks at. */
class FakeSocket extends EventEmitter {
  remoteAddress = 'fd00:1234:5678:9abc:def0:1234:5678:9abc';
  remotePort = 51234;
  bytesRead = 0;
  bytesWritten = 0;

  get asSocket(): Socket {
    return this as unknown as Socket;
  }
}

const LISTENING = {
  service: 'echo',
  device: 'syn0',
  addresses: ['10.9.0.2:7', '[fd00:9::2]:7'],
  kernel: ['10.9.0.1/24', 'fd00:9::1/64'],
  try: ['nc 10.9.0.2 7', 'nc fd00:9::2 7'],
  pcap: 'trace.pcapng',
};

describe('what serve prints', () => {
  it('says where it listens, what to type, and how to stop', () => {
    const terminal = new Captured();
    const report = new Report(terminal, false);
    report.listening(LISTENING);
    report.end();
    expect(terminal.stdout).toContain('Serving echo at 10.9.0.2:7 and [fd00:9::2]:7');
    expect(terminal.stdout).toContain('\n  nc 10.9.0.2 7\n');
    expect(terminal.stdout).toContain('Ctrl-C stops, and removes syn0.');
    expect(tooWide(terminal.stdout)).toEqual([]);
  });

  it('shows a connection opening and closing, with octets and time, in 80 columns', () => {
    const terminal = new Captured();
    const report = new Report(terminal, false);
    const socket = new FakeSocket();
    report.opened(socket.asSocket);
    socket.bytesRead = 300_000_000;
    socket.bytesWritten = 123_456;
    socket.emit('close');
    expect(terminal.stdout).toMatch(/^#1 \[fd00:.*\]:51234 open\n#1 .* closed:/);
    expect(terminal.stdout).toContain('in 286 MiB, out 121 KiB');
    expect(tooWide(terminal.stdout)).toEqual([]);
  });

  it('names the error that ended a connection', () => {
    const terminal = new Captured();
    const report = new Report(terminal, false);
    const socket = new FakeSocket();
    report.opened(socket.asSocket);
    socket.emit('error', Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    socket.emit('close');
    expect(terminal.stdout).toMatch(/ECONNRESET:\s+in 0 B, out 0 B/);
  });

  it('shows the progress of a transfer that goes on, and nothing of one that rests', () => {
    vi.useFakeTimers();
    try {
      const terminal = new Captured();
      const report = new Report(terminal, false);
      report.listening(LISTENING);
      const socket = new FakeSocket();
      report.opened(socket.asSocket);
      socket.bytesWritten = 50 << 20;
      vi.advanceTimersByTime(5000);
      expect(terminal.stdout).toContain('#1  50.0 MiB, ');
      const said = terminal.stdout.length;
      vi.advanceTimersByTime(20_000);
      expect(terminal.stdout.length).toBe(said);
      report.end();
    } finally {
      vi.useRealTimers();
    }
  });

  it('says how many connections a stop resets, and that it did', () => {
    const said = (open: number): string => {
      const terminal = new Captured();
      const report = new Report(terminal, false);
      const sockets = Array.from({ length: open }, () => new FakeSocket());
      for (const s of sockets) report.opened(s.asSocket);
      report.stopping('SIGINT');
      for (const s of sockets) s.emit('close');
      return terminal.stdout;
    };
    expect(said(0)).toBe('Stopping.\n');
    expect(said(1)).toMatch(/\nStopping; a connection is reset\.\n#1 .* reset:\s+in 0 B/);
    expect(said(2)).toMatch(/\nStopping; 2 connections are reset\.\n/);
  });

  it('breaks the line of a long directory', () => {
    const terminal = new Captured();
    const report = new Report(terminal, false);
    report.listening({ ...LISTENING, service: `the files in /home/${'someone/'.repeat(6)}site` });
    report.end();
    expect(tooWide(terminal.stdout)).toEqual([]);
  });

  it('is a JSON object a line when asked', () => {
    const terminal = new Captured();
    const report = new Report(terminal, true);
    report.listening(LISTENING);
    const socket = new FakeSocket();
    report.opened(socket.asSocket);
    socket.emit('close');
    report.problem('the disk is full');
    report.stopping('SIGINT');
    report.end();
    const events = terminal.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events.map((e) => e.event)).toEqual([
      'listening',
      'open',
      'close',
      'problem',
      'stopping',
    ]);
    expect(events[2]).toMatchObject({ id: 1, in: 0, out: 0, error: null });
  });

  it('shows what TCP holds as a table, or as JSON with what it has counted', () => {
    const host = new World().host('server');
    TcpListener.listen(host, { port: 80, backlog: 7 }, () => {});
    host.tcp.counters.cookiesOut = 3;
    host.tcp.drop(null, SYN_QUEUE_FULL);
    const [table, json] = [new Captured(), new Captured()];
    new Report(table, false).status(host.tcp);
    new Report(json, true).status(host.tcp);
    expect(table.stdout).toMatch(/^State .*\nLISTEN +0 +7 \*:80 +\*:\*\n$/);
    const { event, rows, counters } = JSON.parse(json.stdout);
    expect([event, rows.length]).toEqual(['status', 1]);
    expect(rows[0]).toMatchObject({ state: 'LISTEN', localPort: 80, sendQueue: 7 });
    expect(counters).toMatchObject({ cookiesOut: 3, segmentsIn: 0 });
    expect(counters.drops).toEqual({ 'syn-queue-full': 1 });
  });
});
