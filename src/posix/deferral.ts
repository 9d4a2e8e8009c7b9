import { fastOpenIsReady } from '../tcp/calls/index.ts';
import type { SocketFile } from './socket-file.ts';
import type { SocketAddress } from './types.ts';

/** Linux: connect puts the SYN off until the first write when there is a cookie to send text with. */
export function defersSyn(f: SocketFile, to: SocketAddress): boolean {
  if (!f.settings.kept.get('TCP_FASTOPEN_CONNECT')) return false;
  const { host } = f.posix;
  const { profile } = f.settings;
  if (!profile.fastOpenClient) return false;
  const local = f.bound?.address;
  try {
    return fastOpenIsReady(host.tcp, {
      remote: to.address,
      remotePort: to.port,
      local: local?.isUnspecified ? undefined : local,
      profile,
    });
  } catch {
    return false; // the OPEN that follows says what is wrong
  }
}

/** Whether the SYN of connect asks for a cookie, or brings one without text. */
export function wantsCookie(f: SocketFile): boolean {
  if (!f.settings.profile.fastOpenClient) return false;
  const name = f.posix.system === 'linux' ? 'TCP_FASTOPEN_CONNECT' : 'TCP_FASTOPEN';
  return Boolean(f.settings.kept.get(name));
}
