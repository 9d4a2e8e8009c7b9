import './narration.css';
import { useState } from 'preact/hooks';
import { stopsOf } from '../state/cursor.ts';
import {
  bilingual,
  cursor,
  flow,
  lang,
  numbers,
  stop,
  t,
  trace,
  type VoiceChoice,
  voice,
} from '../state/store.ts';
import { stopBefore } from '../view/history.ts';
import { type Asked, isEnough, lastLines, storyUpTo } from './stories.ts';
import { Told } from './told.tsx';
import { useNewestInView } from './view.ts';
import { VOICE_WORDS, WORDS } from './words.ts';

const VOICES: readonly VoiceChoice[] = ['technical', 'playground', 'letters'];
/** Lines that are shown, and how many more each time one asks. */
const SHOWN = 60;

/** The run in words, up to where one stands. */
export function Narration() {
  const [all, tellAll] = useState(false);
  return (
    <section class="narration" aria-labelledby="narration-title" data-testid="narration">
      <div class="narration-head">
        <h2 id="narration-title">{t(WORDS.title)}</h2>
        <fieldset class="narration-voices">
          <legend class="is-heard">{t(WORDS.voice)}</legend>
          {VOICES.map((v) => (
            <button
              key={v}
              type="button"
              aria-pressed={voice.value === v}
              data-testid={`voice-${v}`}
              onClick={() => {
                voice.value = v;
              }}
            >
              {t(VOICE_WORDS[v])}
            </button>
          ))}
        </fieldset>
        <Toggle
          id="bilingual-toggle"
          says={t(WORDS.bilingual)}
          on={bilingual.value}
          set={(on) => {
            bilingual.value = on;
          }}
        />
        {(trace.value?.flows.length ?? 0) > 1 && (
          <Toggle id="all-flows" says={t(WORDS.allFlows)} on={all} set={tellAll} />
        )}
      </div>
      <Lines all={all} />
    </section>
  );
}

function Toggle(o: {
  readonly id: string;
  readonly says: string;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
}) {
  return (
    <label class="narration-toggle">
      <input
        type="checkbox"
        checked={o.on}
        data-testid={o.id}
        onChange={(e) => o.set(e.currentTarget.checked)}
      />
      {o.says}
    </label>
  );
}

function Lines({ all }: { readonly all: boolean }) {
  const [most, show] = useState(SHOWN);
  const [opened, open] = useState<ReadonlySet<number>>(new Set());
  const tr = trace.value;
  const { frame } = cursor.value;
  const raw = numbers.value === 'raw';
  const asked: Asked = { lang: lang.value, voice: voice.value, flow: all ? null : flow.value, raw };
  const story = tr === null ? null : storyUpTo(tr, asked, frame);
  const other =
    tr === null || !bilingual.value
      ? null
      : storyUpTo(tr, { ...asked, lang: lang.value === 'zh' ? 'en' : 'zh' }, frame);
  const { lines, hasMore } = story === null ? NOTHING : lastLines(story, frame, most);
  // Both tell of the same frames, whatever the language.
  const others = other === null ? [] : lastLines(other, frame, most).lines;
  const translated = new Map(others.map((l) => [l.frame, l]));
  const before = tr === null ? -2 : stopBefore(stopsOf(tr), stop.value);
  const newest = lines.at(-1);
  const scroll = useNewestInView(newest?.frame ?? -1);
  if (tr === null) return null;
  const isWaiting = story === null || !isEnough(story, frame);
  return (
    <div class="narration-scroll" ref={scroll}>
      {hasMore && (
        <button
          type="button"
          class="is-plain narration-earlier"
          data-testid="narration-earlier"
          onClick={() => show(most + SHOWN)}
        >
          ↑ {t(WORDS.earlier)}
        </button>
      )}
      <ol class="narration-lines" aria-busy={isWaiting}>
        {lines.map((line) => (
          <Told
            key={line.frame}
            trace={tr}
            line={line}
            other={translated.get(line.frame) ?? null}
            lang={lang.value}
            isNewest={line === newest}
            isOfStop={line.frame > before}
            isOpen={opened.has(line.frame)}
            toggle={() => open(toggled(opened, line.frame))}
          />
        ))}
      </ol>
      {lines.length === 0 && (
        <p class="is-muted narration-empty">{t(isWaiting ? WORDS.busy : WORDS.nothing)}</p>
      )}
    </div>
  );
}

const NOTHING = { lines: [], hasMore: false } as const;

function toggled(set: ReadonlySet<number>, n: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(n)) next.add(n);
  return next;
}
