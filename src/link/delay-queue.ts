import type { Packet } from '../base/packet.ts';
import { type Micros, NEVER } from '../base/timer-queue.ts';

/** A packet that waits. */
class Held {
  packet: Packet | null = null;
  due: Micros = 0;
  order = 0;
}

/** Packets held until their time, earliest first; those due together leave in the order they came. */
export class DelayQueue {
  readonly #heap: Held[] = [];
  readonly #spare: Held[] = [];
  #order = 0;

  get length(): number {
    return this.#heap.length;
  }

  /** When the first packet is due, or NEVER. */
  get next(): Micros {
    const first = this.#heap[0];
    return first === undefined ? NEVER : first.due;
  }

  push(p: Packet, due: Micros): void {
    const held = this.#spare.pop() ?? new Held();
    held.packet = p;
    held.due = due;
    held.order = this.#order++;
    const heap = this.#heap;
    let i = heap.length;
    heap.push(held);
    while (i > 0) {
      const parent = heap[(i - 1) >> 1] as Held;
      if (!before(held, parent)) break;
      heap[i] = parent;
      i = (i - 1) >> 1;
    }
    heap[i] = held;
  }

  /** Takes the first packet out; null when there is none. */
  pop(): Packet | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (last !== first) {
      let i = 0;
      for (let c = 1; c < heap.length; c = 2 * i + 1) {
        const right = heap[c + 1];
        if (right !== undefined && before(right, heap[c] as Held)) c++;
        const child = heap[c] as Held;
        if (!before(child, last)) break;
        heap[i] = child;
        i = c;
      }
      heap[i] = last;
    }
    const p = first.packet;
    first.packet = null;
    this.#spare.push(first);
    return p;
  }
}

function before(a: Held, b: Held): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
