import { describe, expect, it } from 'vitest';
import { drill, type System } from '../../src/packetdrill/index.ts';

/** How a script of these calls ends: its outcome, and what is wrong. */
function end(calls: readonly string[], profile: System = 'linux'): string {
  const events = calls.map((call, i) => `${i === 0 ? '0' : '+0'} ${call}`);
  const { outcome, problem } = drill('t.pkt', events.join('\n'), { profile });
  return problem === null ? outcome : `${outcome}: ${problem.actual}`;
}

describe('calls of files and pipes', () => {
  it('have the script’s numbers for what they open', () => {
    expect(
      end([
        'pipe([7, 8]) = 0',
        'open("/dev/zero", O_RDONLY) = 9',
        'write(8, ..., 5) = 5',
        'read(7, ..., 9) = 5',
        'splice(9, NULL, 8, NULL, 3, SPLICE_F_MOVE|SPLICE_F_MORE) = 3',
        'ioctl(7, FIONREAD, [3]) = 0',
        'sendfile(8, 9, NULL, 4) = 4',
        'pipe2([10, 11], O_NONBLOCK) = 0',
        'read(10, ..., 1) = -1 EAGAIN',
        'splice(7, 0, 11, 0, 100, 0) = 7',
        'close(7) = 0',
        'write(8, ..., 1) = -1 EPIPE',
        'fcntl(8, F_DUPFD, 20) = 30',
        'close(8) = 0',
        'write(30, ..., 1) = -1 EPIPE',
      ]),
    ).toBe('passed');
  });

  it('tell what is not as the script says', () => {
    expect(end(['open("/tmp/none", O_RDONLY) = 3'])).toBe(
      'failed: open("/tmp/none", O_RDONLY) = -1 ENOENT (No such file or directory)',
    );
    expect(end(['open("/tmp/f", O_RDWR|O_CREAT) = 3', 'sendfile(4, 3, [0], 5) = 5'])).toBe(
      'failed: sendfile(4, 3, [0], 5) = -1 EBADF (Bad file descriptor)',
    );
    expect(end(['open("/tmp/f", O_CREAT) = 3', 'lseek(3, 4, SEEK_END) = 5'])).toBe(
      'failed: lseek(3, 4, SEEK_END) = 4',
    );
  });

  it('are unsupported in forms that no system has', () => {
    expect(end(['open(5, O_RDONLY) = 3'])).toBe('unsupported: open() with `5` for a path');
    expect(end(['pipe([5]) = 0'])).toBe('unsupported: pipe() with `[5]` for two descriptors');
    expect(end(['pipe() = 0'])).toBe('unsupported: pipe() with 0 arguments: expected 1');
    expect(end(['splice(3, 7, 4, NULL, 1, 0) = 0'])).toBe(
      'unsupported: splice() with `7` for an offset',
    );
    expect(end(['open("/tmp/f", O_MAGIC) = 3'])).toMatch(/unsupported: .* constant O_MAGIC/);
    expect(end(['cap_set(CAP_EFFECTIVE, CAP_NET_ADMN, CAP_SET) = 0'])).toBe(
      'unsupported: cap_set() with the capability CAP_NET_ADMN; did you mean CAP_NET_ADMIN?',
    );
  });

  it('take NULL for a bad pointer', () => {
    expect(end(['open(NULL, O_RDONLY) = -1 EFAULT', 'pipe(NULL) = -1 EFAULT'])).toBe('passed');
  });

  it('are those of the system', () => {
    const freebsd = [
      'pipe([3, 4]) = 0',
      'splice(3, NULL, 4, NULL, 1, 0) = -1 ENOSYS',
      'open("/tmp/f", O_RDWR|O_CREAT) = 5',
      'cap_set(CAP_EFFECTIVE, CAP_NET_ADMIN, CAP_CLEAR) = -1 ENOSYS',
      'sendfile(5, 3, 0, 0, NULL, [0], 0) = -1 ENOTSOCK',
      'sendfile(5, 3, 0, 0, ..., ..., SF_SYNC) = -1 ENOTSOCK',
    ];
    expect(end(freebsd, 'freebsd')).toBe('passed');
    const wrong = [
      ...['socket(..., SOCK_STREAM, IPPROTO_TCP) = 3', 'open("/tmp/f", O_CREAT) = 4'],
      'sendfile(4, 3, 0, 0, {headers=[{..., 0}]}, [7], 0) = 0',
    ];
    expect(end(wrong, 'freebsd')).toMatch(/failed: sendfile\(4, 3, .* \[0\], 0\) = /);
  });

  it('never throw, whatever a script gives them', () => {
    const args = ['3', '-1', '5', '"x"', 'NULL', '[1]', '[1, 2]', '...', '{a=1}', '4294967296'];
    for (const name of ['open', 'pipe', 'pipe2', 'lseek', 'splice', 'sendfile', 'cap_set']) {
      for (const a of args) {
        for (const b of args) {
          for (const profile of ['linux', 'freebsd'] as const) {
            const call = `${name}(${[a, b, a, b, a, b, a].join(', ')}) = 0`;
            end(['pipe([3, 4]) = 0', 'open("/dev/zero", O_RDWR) = 5', call], profile);
          }
        }
      }
    }
  });
});
