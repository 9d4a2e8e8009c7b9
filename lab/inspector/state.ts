import { computed, signal } from '@preact/signals';
import { checksumSteps } from '../../src/inspect/checksum.ts';
import { contextOf } from '../../src/inspect/context.ts';
import { dissect, fieldsAt } from '../../src/inspect/dissect.ts';
import type { Field } from '../../src/inspect/field.ts';
import { differences, flipped, fromHex } from '../../src/inspect/octets.ts';
import type { TraceSegment } from '../../src/observe/trace.ts';
import { cursor, numbers, selectedSegment, stop, trace } from '../state/store.ts';
import { segmentAt } from './layout.ts';

/** What one points at: an octet, and one field of it or all of them. */
export interface Focus {
  readonly at: number;
  /** Null for an octet that several fields share. */
  readonly field: string | null;
}

/** The segment that is explained: the one selected, or the one that the current step is about. */
export const shown = computed<TraceSegment | null>(() => {
  if (selectedSegment.value !== null) return selectedSegment.value;
  return trace.value === null ? null : segmentAt(trace.value, stop.value);
});

/** What belongs to one segment, and is forgotten when another is shown. */
interface Own<T> {
  readonly segment: string;
  readonly value: T;
}

const pinned = signal<Own<Focus> | null>(null);
const hovered = signal<Own<Focus> | null>(null);
const tampered = signal<Own<Uint8Array> | null>(null);
/** Whether to show a damaged packet as it arrived. */
export const asArrived = signal(true);
/** Whether bits are flipped by touching them. */
export const tampering = signal(false);

function own<T>(held: Own<T> | null): T | null {
  return held !== null && held.segment === shown.value?.id ? held.value : null;
}

/** The packet as it was sent. */
export const sentBytes = computed(() => fromHex(shown.value?.bytes ?? ''));
/** The packet as it arrived, when it was damaged and has arrived by now; null otherwise. */
export const arrivedBytes = computed<Uint8Array | null>(() => {
  const s = shown.value;
  const isThere = s !== null && s.arrivedAt !== null && s.arrivedAt <= cursor.value.at;
  return isThere && s.arrivedBytes !== undefined ? fromHex(s.arrivedBytes) : null;
});
/** What was done to it here, and nowhere else. */
export const tamperedBytes = computed(() => own(tampered.value));
/** The octets on the screen. */
export const bytes = computed<Uint8Array>(
  () => tamperedBytes.value ?? (asArrived.value ? arrivedBytes.value : null) ?? sentBytes.value,
);
/** Octets that are not as they were sent. */
export const changed = computed<ReadonlySet<number>>(
  () => new Set(differences(sentBytes.value, bytes.value)),
);
export const dissection = computed(() => dissect(bytes.value));
export const checksums = computed(() => checksumSteps(bytes.value));
export const context = computed(() => {
  const s = shown.value;
  return trace.value === null || s === null ? null : contextOf(trace.value, s.id, numbers.value);
});

/** What is pointed at now, for a moment or until something else is chosen. */
export const focus = computed<Focus | null>(() => own(hovered.value) ?? own(pinned.value));

/** The fields that are explained: the one chosen, or all that share the octet chosen. */
export const focusedFields = computed<readonly Field[]>(() => {
  const f = focus.value;
  if (f === null) return [];
  const at = fieldsAt(dissection.value, f.at);
  const one = dissection.value.fields.filter((x) => x.id === f.field);
  return one.length > 0 ? one : at;
});

/** The one field that is explained; null when there is none, or several. */
export const focusedField = computed<string | null>(() => {
  const [one, other] = focusedFields.value;
  return one === undefined || other !== undefined ? null : one.id;
});

function held(focus: Focus | null): Own<Focus> | null {
  const segment = shown.value?.id;
  return focus === null || segment === undefined ? null : { segment, value: focus };
}

export function pin(focus: Focus | null): void {
  pinned.value = held(focus);
}

/** Points at something for a moment; not while bits are flipped, when what is explained has to stay. */
export function hover(focus: Focus | null): void {
  hovered.value = tampering.value ? null : held(focus);
}

export function pinField(f: Field): void {
  pin({ at: f.from, field: f.id });
}

/** Turns one bit of the packet round, here only; back as it was when nothing is left changed. */
export function flip(at: number, bit: number): void {
  const segment = shown.value?.id;
  if (segment === undefined) return;
  const value = flipped(bytes.value, at, bit);
  const isAsBefore = differences(value, sentBytes.value).length === 0;
  tampered.value = isAsBefore ? null : { segment, value };
}

export function restore(): void {
  tampered.value = null;
}
