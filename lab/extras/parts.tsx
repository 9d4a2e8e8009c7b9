import './parts.css';
import type { ComponentChildren } from 'preact';
import type { Micros } from '../../src/base/timer-queue.ts';
import type { Words } from '../../src/base/words.ts';
import { spellTime } from '../../src/story/spell.ts';
import { seekFrame, select } from '../state/actions.ts';
import { flow, lang, run, t, trace } from '../state/store.ts';

/** Words with values in the place of `{name}`. */
export function say(words: Words, values: Readonly<Record<string, string | number>>): string {
  return t(words).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** A time in words; what is longer than ten seconds without hundredths. */
export function time(at: Micros): string {
  const rounded = at >= 10_000_000 && at < 120_000_000 ? Math.round(at / 100_000) * 100_000 : at;
  return spellTime(rounded, lang.value);
}

/** What a host is called: its title in the story and its letter. */
export function hostName(name: string): string {
  const title = run.value?.card.hosts.find((h) => h.name === name)?.title;
  return title === undefined ? name : `${t(title)} ${name}`;
}

/** A panel of its own, with its title. */
export function Panel(p: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly data?: Readonly<Record<`data-${string}`, string | number | boolean>>;
}) {
  return (
    <section class="extra" data-testid={p.id} aria-label={p.title} {...p.data}>
      <h3 class="extra-title">{p.title}</h3>
      {p.children}
    </section>
  );
}

/** Leads to a segment: selects it, and has its ladder drawn. */
export function SegmentLink({ id, label }: { readonly id: string; readonly label?: string }) {
  return (
    <button
      type="button"
      class="extra-link"
      data-segment={id}
      onClick={() => {
        const s = trace.value?.segments.find((x) => x.id === id);
        if (s !== undefined) flow.value = s.flow;
        select(id);
      }}
    >
      {label ?? id}
    </button>
  );
}

/** Leads to a place in the run. */
export function FrameLink({ frame, label }: { readonly frame: number; readonly label: string }) {
  return (
    <button type="button" class="extra-link" onClick={() => seekFrame(frame)}>
      {label}
    </button>
  );
}

/** A bar that is full to a share of 0 to 1; those who listen hear the text beside it. */
export function Bar({ share, kind }: { readonly share: number; readonly kind: string }) {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
  return (
    <span class={`extra-bar is-${kind}`} aria-hidden="true">
      <span style={{ width }} />
    </span>
  );
}
