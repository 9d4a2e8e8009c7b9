import type { AddressSlot, SocketAddress } from '../../posix/index.ts';
import { Address } from '../../wire/address.ts';
import type { Expr } from '../ast.ts';
import type { DrillStack } from '../stack.ts';
import type { Endpoints } from './endpoints.ts';
import { membersAs, SOCKADDR } from './shapes.ts';
import {
  addressText,
  CallError,
  isNull,
  isOpen,
  member,
  numberIn,
  octetsOf,
  pointed,
  show,
} from './values.ts';

/** No descriptor: what a call gets for a number that the script has not opened. */
const NONE = -1;

/** The most memory that one call's buffer gets; what is beyond is no memory of the process: EFAULT. */
export const MOST_OCTETS: number = 2 ** 30;

/** The script's side of its calls: its descriptors, and what stands for what in its arguments. */
export class CallContext {
  readonly stack: DrillStack;
  readonly endpoints: Endpoints;
  /** The live descriptor of the socket under test, once there is one. */
  current: number | null = null;
  /** Live descriptors by the script's numbers. */
  readonly #live = new Map<number, number>();

  constructor(stack: DrillStack, endpoints: Endpoints) {
    this.stack = stack;
    this.endpoints = endpoints;
  }

  /** The live descriptor that an argument names; -1, which is EBADF, for one that is not open. */
  fd(e: Expr | undefined): number {
    return this.#live.get(this.number(e)) ?? NONE;
  }

  /** The live descriptor behind the script's number, or null. */
  liveOf(script: number): number | null {
    return this.#live.get(script) ?? null;
  }

  bind(script: number, live: number): void {
    this.#live.set(script, live);
  }

  unbind(script: number): void {
    this.#live.delete(script);
  }

  /** The number in an argument. Throws CallError for one that is missing or is none. */
  number(e: Expr | undefined): number {
    if (e === undefined) throw new CallError('fewer arguments than the call has');
    return numberIn(e, this.stack.api);
  }

  /** `count` octets to write: those of a string, else zeros; null for a bad pointer. */
  octets(e: Expr | undefined, count: number): Uint8Array | null {
    if (isNull(e)) return null;
    const octets = new Uint8Array(Math.min(MOST_OCTETS, Math.max(0, count)));
    if (e?.kind === 'string') octets.set(octetsOf(e.value).subarray(0, octets.length));
    else if (!isOpen(e)) throw new CallError(`\`${show(e as Expr)}\` for octets`);
    return octets;
  }

  /** The address an argument gives, or `else` where the runner fills it in; null for none. */
  address(e: Expr | undefined, otherwise: SocketAddress | null): SocketAddress | null {
    if (e === undefined || isNull(e)) return null;
    if (e.kind === 'ellipsis') return otherwise;
    const fields = pointed(e);
    if (fields.kind !== 'struct') throw new CallError(`\`${show(e)}\` for an address`);
    membersAs(fields, SOCKADDR);
    const text = addressText(
      member(fields.fields, 'sin_addr') ?? member(fields.fields, 'sin6_addr'),
    );
    const address = text === null ? null : Address.tryParse(text);
    const port = member(fields.fields, 'sin_port') ?? member(fields.fields, 'sin6_port');
    if (address === null || port === null) throw new CallError(`\`${show(e)}\` for an address`);
    const family = member(fields.fields, 'sa_family');
    const named = address.version === 4 ? 'AF_INET' : 'AF_INET6';
    if (family?.kind === 'word' && family.name !== named) {
      throw new CallError(`${family.name} for an address of ${named}`);
    }
    return { address, port: this.number(port) };
  }

  /** Where a call is to put an address. */
  slot(e: Expr | undefined): AddressSlot | null {
    return e === undefined || isNull(e) ? null : { value: null };
  }

  get local(): SocketAddress {
    return { address: this.endpoints.local, port: this.endpoints.bindPort };
  }

  get remote(): SocketAddress {
    return { address: this.endpoints.remote, port: this.endpoints.connectPort };
  }
}
