import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { NoScript } from '../../src/export/packetdrill/no-script.ts';
import type { Theme } from '../../src/ladder/theme.ts';
import type { Run } from '../engine/protocol.ts';
import { flow, lang, numbers, t, theme, voice } from '../state/store.ts';
import { Actions } from './actions.tsx';
import { drawSvg, withoutStyle } from './canvas.ts';
import { FILES, type Format, fileName, hexDump, make, packetsIn, type RunFormat } from './make.ts';
import { MermaidView } from './mermaid-view.tsx';
import { save } from './save.ts';
import { WORDS } from './words.ts';

interface RunViewProps {
  readonly run: Run;
  readonly format: Exclude<Format, 'link'>;
}

/** A run in one format: its preview, and ways to take it along. */
export function RunView({ run, format }: RunViewProps) {
  const [side, choose] = useState<string | null>(null);
  const o = {
    ...{ lang: lang.value, numbers: numbers.value, flow: flow.value },
    ...{ voice: voice.value, theme: shownTheme(), side },
  };
  const key = JSON.stringify(o);
  // The options are what the key is made of.
  const made = useMemo(
    () => tryMake(run, format === 'png' ? 'svg' : format, o),
    [run, format, key],
  );
  const canvas = useMemo(
    () => (format === 'png' && typeof made === 'string' ? drawSvg(made, 2) : null),
    [format, made],
  );
  return (
    <>
      <SideChoice run={run} format={format} side={side} choose={choose} />
      {made instanceof NoScript ? (
        <p data-testid="export-preview">{t(made.words)}</p>
      ) : made === null ? (
        <p data-testid="export-preview">{t(WORDS.failed)}</p>
      ) : format === 'png' ? (
        <Picture canvas={canvas} />
      ) : format === 'svg' ? (
        <Drawing svg={made as string} />
      ) : (
        <Text
          text={typeof made === 'string' ? made : capture(run, made, side)}
          isProse={format === 'narration'}
        />
      )}
      {format === 'mermaid' && typeof made === 'string' && (
        <MermaidView text={made} theme={o.theme} />
      )}
      {made !== null && !(made instanceof NoScript) && (format !== 'png' || canvas !== null) && (
        <Actions
          copies={
            canvas !== null ? () => toBlob(canvas) : typeof made === 'string' ? () => made : null
          }
          saves={async () => {
            const content = canvas === null ? made : await toBlob(canvas);
            const name = fileName(run, format);
            if (content !== null) save(name, FILES[format][1], content as BlobPart);
            return name;
          }}
        />
      )}
    </>
  );
}

function tryMake(run: Run, format: RunFormat, o: Parameters<typeof make>[2]) {
  try {
    return make(run, format, o);
  } catch (error) {
    if (error instanceof NoScript) return error;
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function shownTheme(): Theme {
  if (theme.value !== 'auto') return theme.value;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function toBlob(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function capture(run: Run, octets: Uint8Array, side: string | null): string {
  const packets = packetsIn(run, side);
  const head = t({
    zh: `${packets} 个包，${octets.length} 字节`,
    en: `${packets} packets, ${octets.length} octets`,
  });
  return `${head}\n\n${hexDump(octets)}${octets.length > 512 ? '\n…' : ''}`;
}

interface SideChoiceProps extends RunViewProps {
  readonly side: string | null;
  readonly choose: (side: string | null) => void;
}

function SideChoice({ run, format, side, choose }: SideChoiceProps) {
  if (format !== 'pcapng' && format !== 'packetdrill') return null;
  return (
    <p>
      <label class="export-side">
        {t(format === 'pcapng' ? WORDS.side : WORDS.whose)}
        <select
          data-testid="export-side"
          value={side ?? ''}
          onChange={(e) => choose(e.currentTarget.value === '' ? null : e.currentTarget.value)}
        >
          {format === 'pcapng' && <option value="">{t(WORDS.both)}</option>}
          {run.card.hosts.map((h, i) => (
            <option key={h.name} value={format === 'packetdrill' && i === 0 ? '' : h.name}>
              {h.name} {t(h.title)}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

/** Characters of a text that are shown. */
const SHOWN = 20_000;

function Text({ text, isProse }: { readonly text: string; readonly isProse: boolean }) {
  return (
    <>
      <Scrolled>
        <pre class={`export-text${isProse ? ' is-prose' : ''}`}>{text.slice(0, SHOWN)}</pre>
      </Scrolled>
      {text.length > SHOWN && <p class="is-muted">{t(WORDS.more)}</p>}
    </>
  );
}

function Drawing({ svg }: { readonly svg: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawn = new DOMParser().parseFromString(withoutStyle(svg), 'image/svg+xml');
    box.current?.replaceChildren(document.importNode(drawn.documentElement, true));
  }, [svg]);
  return (
    <Scrolled>
      <div class="export-drawing" ref={box} />
    </Scrolled>
  );
}

function Picture({ canvas }: { readonly canvas: HTMLCanvasElement | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (canvas !== null) box.current?.replaceChildren(canvas);
  }, [canvas]);
  if (canvas === null) return <p data-testid="export-preview">{t(WORDS.tooBig)}</p>;
  return (
    <Scrolled>
      <div class="export-drawing" ref={box} />
    </Scrolled>
  );
}

/** Room for what is larger than its place, which the keyboard can scroll as well. */
function Scrolled({ children }: { readonly children: ComponentChildren }) {
  return (
    <section
      class="export-preview"
      data-testid="export-preview"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t(WORDS.preview)}
    >
      {children}
    </section>
  );
}
