export { Driver, type Notice } from './driver.ts';
export { SystemRandom } from './random.ts';
export { openTun, Tun, TunCounters, type TunOptions } from './tun.ts';
export { TunError, type TunErrorCode } from './tun-error.ts';
export { bringUp, kernelOwns, remove } from './tun-setup.ts';
