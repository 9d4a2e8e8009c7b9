import { NEVER } from '../base/timer-queue.ts';
import type { OpenFile, Watcher } from './open-file.ts';
import { Deadline, Pending } from './pending.ts';
import type { Posix } from './posix.ts';
import { type Call, ok, type Result } from './result.ts';
import type { PollFd } from './types.ts';

/** poll: `timeout` is milliseconds; below 0 for ever, 0 not at all. */
export function pollOn(posix: Posix, fds: readonly PollFd[], timeout: number): Call {
  const p = new Pending(() => look(posix, fds));
  if (p.retry()) return p;
  if (timeout === 0) {
    p.settle(ok(0));
    return p;
  }
  const files = new Set<OpenFile>();
  for (const { fd } of fds) {
    const file = posix.fileOf(fd);
    if (file !== null) files.add(file);
  }
  waitOnAll(posix, p, files, timeout);
  return p;
}

/** Tries `p` again when something happens at one of `files`; it is over with 0 when the time is. */
function waitOnAll(posix: Posix, p: Pending, files: Iterable<OpenFile>, timeout: number): void {
  const watcher: Watcher = { changed: () => void p.retry() };
  const all = [...files];
  for (const file of all) file.watchers.add(watcher);
  const deadline = startDeadline(posix, p, timeout, ok(0));
  p.onsettled = () => {
    deadline.cancel();
    for (const file of all) file.watchers.delete(watcher);
  };
}

/** Settles `p` with `result` after `timeout` milliseconds; below 0 never. */
export function startDeadline(posix: Posix, p: Pending, timeout: number, result: Result): Deadline {
  const { clock } = posix.host;
  const at = timeout < 0 ? NEVER : clock.now + timeout * 1000;
  return new Deadline(clock.timers, at, () => p.settle(result));
}

function look(posix: Posix, fds: readonly PollFd[]): Result | null {
  const n = posix.numbers as Record<'POLLERR' | 'POLLHUP' | 'POLLNVAL', number>;
  let found = 0;
  for (const entry of fds) {
    if (entry.fd < 0) {
      entry.revents = 0;
      continue;
    }
    const file = posix.fileOf(entry.fd);
    entry.revents =
      file === null ? n.POLLNVAL : file.ready() & (entry.events | n.POLLERR | n.POLLHUP);
    if (entry.revents !== 0) found++;
  }
  return found > 0 ? ok(found) : null;
}
