import type { Packet } from '../base/packet.ts';
import type { Link, Receiver } from './link.ts';

/** A link around another: it is what the inner one is, and passes everything on unless it has its own way. */
export class Wrapper implements Link, Receiver {
  readonly inner: Link;
  receiver: Receiver | null = null;

  constructor(inner: Link) {
    this.inner = inner;
    inner.receiver = this;
  }

  get mtu(): number {
    return this.inner.mtu;
  }

  get medium(): 'ip' | 'ethernet' {
    return this.inner.medium;
  }

  get checksums(): boolean {
    return this.inner.checksums;
  }

  send(p: Packet): void {
    this.inner.send(p);
  }

  deliver(p: Packet): void {
    if (this.receiver === null) p.release();
    else this.receiver.deliver(p);
  }
}
