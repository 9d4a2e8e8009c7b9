import { OpenFile, type Watcher } from './open-file.ts';
import { done, Pending } from './pending.ts';
import { startDeadline } from './poll.ts';
import type { Posix } from './posix.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import type { EpollEvent } from './types.ts';

/** A file in the set of an epoll: struct epitem of fs/eventpoll.c. */
class Item implements Watcher {
  readonly file: OpenFile;
  readonly holder: EpollFile;
  event: EpollEvent;

  constructor(epoll: EpollFile, file: OpenFile, event: EpollEvent) {
    this.holder = epoll;
    this.file = file;
    this.event = event;
  }

  /** ep_poll_callback(): what happened is one of the events asked for, or may be anything. */
  changed(mask: number): void {
    if (mask === 0 || (mask & this.event.events) !== 0) this.holder.enlist(this);
  }
}

/** How deep epolls may hold others: EP_MAX_NESTS of fs/eventpoll.c. */
const DEEPEST = 5;
/** Epolls that may hold the same one: as many as its path_limits grant the longest way. */
const MOST_HOLDERS = 10;

/** What epoll_create made: a set of files, and the list of those that may be ready. */
export class EpollFile extends OpenFile {
  readonly posix: Posix;
  readonly #items = new Map<number, Item>();
  /** In the order in which they became ready. */
  readonly #list = new Set<Item>();

  constructor(posix: Posix, flags: number) {
    super(flags);
    this.posix = posix;
  }

  override ready(): number {
    return this.#list.size > 0 ? (this.posix.numbers['POLLIN'] as number) : 0;
  }

  override release(): void {
    for (const item of this.#items.values()) item.file.watchers.delete(item);
    this.#items.clear();
    this.#list.clear();
  }

  /** epoll_ctl */
  control(op: string, fd: number, event: EpollEvent | null): Result {
    const file = this.posix.fileOf(fd);
    if (file === null) return failed('EBADF');
    if (!file.canBeAwaited) return failed('EPERM');
    if (file === this) return failed('EINVAL');
    const old = this.#items.get(fd);
    const item = old?.file === file ? old : undefined;
    switch (op) {
      case 'EPOLL_CTL_ADD':
        if (event === null) return failed('EFAULT');
        if (item !== undefined) return failed('EEXIST');
        if (old !== undefined) this.#delete(fd, old); // of a file that was closed meanwhile
        return this.#mayHold(file) ?? this.#add(fd, file, event);
      case 'EPOLL_CTL_MOD':
        if (event === null) return failed('EFAULT');
        return item === undefined ? failed('ENOENT') : this.#modify(item, event);
      case 'EPOLL_CTL_DEL':
        return item === undefined ? failed('ENOENT') : this.#delete(fd, item);
      default:
        return failed('EINVAL');
    }
  }

  /** epoll_wait */
  collect(events: EpollEvent[], most: number, timeout: number): Call {
    if (most <= 0) return done(failed('EINVAL'));
    const p = new Pending(() => this.#harvest(events, most));
    if (p.retry()) return p;
    if (timeout === 0) {
      p.settle(ok(0));
      return p;
    }
    const deadline = startDeadline(this.posix, p, timeout, ok(0));
    p.onsettled = () => deadline.cancel();
    this.wait(p);
    return p;
  }

  /** Whether `other` is in the set, or in that of one that is. */
  reaches(other: EpollFile): boolean {
    return this === other || this.#held().some((e) => e.reaches(other));
  }

  /** Epolls from here down, this one among them. */
  get depth(): number {
    return 1 + Math.max(0, ...this.#held().map((e) => e.depth));
  }

  /** Epolls from here up, this one among them. */
  get height(): number {
    let most = 0;
    for (const w of this.watchers) if (w instanceof Item) most = Math.max(most, w.holder.height);
    return 1 + most;
  }

  /** Epolls hold others in no circle, or they would wake each other for ever; the failure when one may not. */
  #mayHold(file: OpenFile): Result | null {
    if (!(file instanceof EpollFile)) return null;
    if (file.reaches(this) || this.height + file.depth > DEEPEST) return failed('ELOOP');
    let holders = 0;
    for (const w of file.watchers) if (w instanceof Item) holders++;
    return holders < MOST_HOLDERS ? null : failed('EINVAL');
  }

  #held(): EpollFile[] {
    const held: EpollFile[] = [];
    for (const { file } of this.#items.values()) if (file instanceof EpollFile) held.push(file);
    return held;
  }

  enlist(item: Item): void {
    this.#list.add(item);
    this.wake(this.posix.numbers['POLLIN']);
  }

  #add(fd: number, file: OpenFile, event: EpollEvent): Result {
    const item = new Item(this, file, event);
    this.#items.set(fd, item);
    file.watchers.add(item);
    if (this.#happened(item) !== 0) this.enlist(item);
    return ok();
  }

  #modify(item: Item, event: EpollEvent): Result {
    const exclusive = this.posix.numbers['EPOLLEXCLUSIVE'] as number;
    if (((item.event.events | event.events) & exclusive) !== 0) return failed('EINVAL');
    item.event = event;
    if (this.#happened(item) !== 0) this.enlist(item);
    return ok();
  }

  #delete(fd: number, item: Item): Result {
    item.file.watchers.delete(item);
    this.#items.delete(fd);
    this.#list.delete(item);
    return ok();
  }

  /** What is ready of what was asked for. One that was told once and is spent asks for nothing. */
  #happened(item: Item): number {
    const n = this.posix.numbers as Record<'EPOLLERR' | 'EPOLLHUP', number>;
    const { events } = item.event;
    if (isSpent(events)) return 0;
    return item.file.ready() & (events | n.EPOLLERR | n.EPOLLHUP);
  }

  /** ep_send_events(): level triggered files stay in the list, edge triggered ones leave it. */
  #harvest(events: EpollEvent[], most: number): Result | null {
    events.length = 0;
    const { EPOLLET, EPOLLONESHOT } = this.posix.numbers as Record<string, number>;
    for (const item of [...this.#list]) {
      if (events.length === most) break;
      this.#list.delete(item);
      if (item.file.closed) continue;
      const mask = this.#happened(item);
      if (mask === 0) continue;
      events.push({ events: mask, data: item.event.data });
      if ((item.event.events & (EPOLLONESHOT as number)) !== 0) {
        item.event = { events: item.event.events & PRIVATE, data: item.event.data };
      } else if ((item.event.events & (EPOLLET as number)) === 0) this.#list.add(item);
    }
    return events.length > 0 ? ok(events.length) : null;
  }
}

/** EPOLLWAKEUP, EPOLLONESHOT, EPOLLET and EPOLLEXCLUSIVE: how to tell, not what. */
const PRIVATE = 0xf0000000 | 0;

function isSpent(events: number): boolean {
  return (events & ~PRIVATE) === 0;
}
