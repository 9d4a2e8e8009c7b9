import type { Clock } from '../../src/base/clock.ts';
import type { SeededRandom } from '../../src/base/random.ts';
import { Timed } from '../../src/base/timer-queue.ts';
import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { TcpError } from '../../src/tcp/errors.ts';
import { between, type Habits } from './draw.ts';

/** Calls back once, when its time has come. */
class Alarm extends Timed {
  readonly #clock: Clock;
  readonly #ring: () => void;
  set = false;

  constructor(clock: Clock, ring: () => void) {
    super();
    this.#clock = clock;
    this.#ring = ring;
  }

  after(wait: number): void {
    this.set = true;
    this.#clock.timers.arm(this, this.#clock.now + wait);
  }

  override expire(): void {
    this.set = false;
    this.#ring();
  }
}

/** The octet that the side with this mark sends as its `i`-th; what the other side must receive. */
export function octetAt(mark: number, i: number): number {
  return (Math.imul(i ^ mark, 0x9e3779b1) >>> 24) & 255;
}

/** An application that writes, reads, pauses and closes as its habits say, and checks what it reads. */
export class Application {
  readonly name: string;
  readonly problems: string[] = [];
  written = 0;
  received = 0;
  /** The socket has told its end. */
  over = false;
  socket: TcpSocket | null = null;
  readonly #mark: number;
  readonly #peerMark: number;
  readonly #habits: Habits;
  readonly #random: SeededRandom;
  readonly #writeAlarm: Alarm;
  readonly #readAlarm: Alarm;
  readonly #buffer = new Uint8Array(65_536);
  #open = false;
  #endedAll = false;
  #closed = false;

  constructor(
    name: string,
    clock: Clock,
    random: SeededRandom,
    habits: Habits,
    mark: number,
    peerMark: number,
  ) {
    this.name = name;
    this.#random = random;
    this.#habits = habits;
    this.#mark = mark;
    this.#peerMark = peerMark;
    this.#writeAlarm = new Alarm(clock, () => this.#write());
    this.#readAlarm = new Alarm(clock, () => this.#read());
  }

  /** Takes the socket; `open` when it is established already. */
  use(socket: TcpSocket, open: boolean): void {
    this.socket = socket;
    socket.noDelay = this.#habits.noDelay;
    socket.onconnect = () => this.#start();
    socket.onreadable = () => this.#read();
    socket.onend = () => this.#read();
    socket.ondrain = () => this.#write();
    socket.onclose = (error) => {
      this.over = true;
      if (error !== null) this.problems.push(`${this.name} closed with ${error}`);
    };
    if (open) this.#start();
  }

  #start(): void {
    this.#open = true;
    this.#write();
    this.#read();
  }

  #write(): void {
    const { socket } = this;
    if (socket === null || !this.#open || this.#writeAlarm.set || this.over) return;
    const { total, chunk, writePauses, writePause } = this.#habits;
    while (this.written < total) {
      const n = Math.min(total - this.written, between(this.#random, 1, chunk), 65_536);
      for (let i = 0; i < n; i++) this.#buffer[i] = octetAt(this.#mark, this.written + i);
      const taken = this.#give(socket, n);
      if (taken < 0) return;
      this.written += taken;
      if (taken < n) return;
      if (between(this.#random, 1, 100) <= writePauses) {
        this.#writeAlarm.after(between(this.#random, 1, writePause));
        return;
      }
    }
    this.#close();
  }

  /** Writes the first n octets; -1 when the socket takes none any more, which is a problem. */
  #give(socket: TcpSocket, n: number): number {
    try {
      return socket.write(this.#buffer, 0, n);
    } catch (error) {
      if (!(error instanceof TcpError)) throw error;
      this.problems.push(`${this.name} could not write: ${error.code}`);
      return -1;
    }
  }

  #read(): void {
    const { socket } = this;
    if (socket === null || !this.#open || this.#readAlarm.set) return;
    const { bite, readPauses, readPause } = this.#habits;
    for (;;) {
      const n = socket.read(this.#buffer, 0, between(this.#random, 1, bite));
      if (n === 0) break;
      this.#check(n);
      if (between(this.#random, 1, 100) <= readPauses) {
        this.#readAlarm.after(between(this.#random, 1, readPause));
        return;
      }
    }
    if (!socket.ended) return;
    this.#endedAll = true;
    this.#close();
  }

  #check(n: number): void {
    if (this.#endedAll && this.problems.length === 0) {
      this.problems.push(`${this.name} was told the end before octet ${this.received}`);
    }
    for (let i = 0; i < n; i++) {
      if (this.#buffer[i] === octetAt(this.#peerMark, this.received + i)) continue;
      this.problems.push(`${this.name}: octet ${this.received + i} is not the one sent`);
      break;
    }
    this.received += n;
  }

  #close(): void {
    if (this.over || this.#closed || this.written < this.#habits.total) return;
    if (this.#habits.closesSecond && !this.#endedAll) return;
    this.#closed = true;
    this.socket?.end();
  }
}
