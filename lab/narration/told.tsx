import { Component } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Lang } from '../../src/base/words.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { linkTo } from '../../src/story/sources.ts';
import type { Line } from '../../src/story/tell.ts';
import { seekFrame, select } from '../state/actions.ts';
import { lang, numbers, t } from '../state/store.ts';
import { spellIn } from '../view/times.ts';
import { segmentNamed } from '../view/vars.ts';
import { sentenceOf } from './stories.ts';
import { keepInView } from './view.ts';
import { WORDS } from './words.ts';

interface ToldProps {
  readonly trace: Trace;
  readonly line: Line;
  /** The same in the other language, or null. */
  readonly other: Line | null;
  readonly lang: Lang;
  readonly isNewest: boolean;
  /** It tells of the stop one stands on. */
  readonly isOfStop: boolean;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** One line of the narration. Of many lines only those that changed are drawn again. */
export class Told extends Component<ToldProps> {
  override shouldComponentUpdate(next: ToldProps): boolean {
    const { props: now } = this;
    return (
      next.line !== now.line ||
      next.other !== now.other ||
      next.lang !== now.lang ||
      next.isNewest !== now.isNewest ||
      next.isOfStop !== now.isOfStop ||
      next.isOpen !== now.isOpen
    );
  }

  override render({ trace, line, other, isNewest, isOfStop, isOpen }: ToldProps) {
    const mood = line.stops ? 'stops' : line.bubble && line.speaker !== '' ? 'bubble' : 'plain';
    const id = `narration-why-${line.frame}`;
    return (
      <li
        class={`narration-line is-${mood} ${isOfStop ? 'is-now' : ''}`}
        data-kind={kindOf(trace, line)}
        data-testid="narration-line"
        data-bubble={line.bubble}
        data-frame={line.frame}
        aria-current={isNewest ? 'step' : undefined}
      >
        <button
          type="button"
          class="is-plain narration-say"
          title={t(WORDS.goTo)}
          onClick={() => jump(line.frame, line.segment)}
        >
          <span class="narration-at">{spellIn(trace, line.at, lang.value)}</span>
          {line.stops && <span class="narration-mark">⚑ {t(WORDS.stops)}</span>}
          <span class="narration-one">{line.one}</span>
          {other !== null && (
            <span class="narration-other" lang={lang.value === 'zh' ? 'en' : 'zh-CN'}>
              {other.one}
            </span>
          )}
        </button>
        <button
          type="button"
          class="is-plain narration-why"
          data-testid="why"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => this.props.toggle()}
        >
          <span class={isNewest || isOpen ? '' : 'is-heard'}>{t(WORDS.why)}</span>{' '}
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        </button>
        {isOpen && <Why id={id} trace={trace} line={line} other={other} />}
      </li>
    );
  }
}

function jump(frame: number, segment: string | null): void {
  seekFrame(frame);
  if (segment !== null) select(segment);
}

/** What sort of segment a line is about, for its colour; `lost` where one is lost. */
function kindOf(trace: Trace, line: Line): string {
  if (/^(lost|impaired|dropped|recovery)/.test(line.code)) return 'lost';
  if (line.code.startsWith('timer')) return 'timer';
  const s = segmentNamed(trace, line.segment);
  if (s === null) return 'none';
  if (s.flags.includes('R')) return 'reset';
  if (s.flags.includes('S')) return 'open';
  if (s.flags.includes('F')) return 'close';
  return s.length > 0 ? 'data' : 'ack';
}

interface WhyProps {
  readonly id: string;
  readonly trace: Trace;
  readonly line: Line;
  readonly other: Line | null;
}

function Why({ id, trace, line, other }: WhyProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => keepInView(box.current), []);
  const link = linkTo(line.rule);
  const chain = causesOf(trace, line.frame);
  return (
    <div class="narration-because" id={id} ref={box} data-testid="why-text">
      <p>{line.why}</p>
      {other !== null && (
        <p class="narration-other" lang={lang.value === 'zh' ? 'en' : 'zh-CN'}>
          {other.why}
        </p>
      )}
      {link !== '' && (
        <p>
          <a href={link} target="_blank" rel="noopener noreferrer" data-testid="clause">
            {line.rule.replace(' section ', ' §')}
            <span aria-hidden="true"> ↗</span>
            <span class="is-heard"> {t(WORDS.newTab)}</span>
          </a>
        </p>
      )}
      {chain.length > 0 && (
        <ol class="narration-chain" aria-label={t(WORDS.chain)}>
          {chain.map((frame) => (
            <Cause key={frame} trace={trace} frame={frame} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Cause({ trace, frame }: { readonly trace: Trace; readonly frame: number }) {
  const f = trace.frames[frame];
  const text = sentenceOf(trace, frame, lang.value, numbers.value === 'raw');
  return (
    <li>
      <span class="narration-link">{t(WORDS.because)}</span>
      <button
        type="button"
        class="is-plain narration-cause"
        data-testid="cause"
        data-frame={frame}
        onClick={() => jump(frame, f?.segment ?? null)}
      >
        <b>#{frame}</b> {text}
      </button>
    </li>
  );
}

/** Causes shown at most: further back it is another story. */
const MOST_CAUSES = 8;

/** The frames that brought a frame about, the nearest first. */
function causesOf(trace: Trace, frame: number): number[] {
  const chain: number[] = [];
  let at = trace.frames[frame]?.cause ?? null;
  while (at !== null && chain.length < MOST_CAUSES) {
    chain.push(at);
    at = trace.frames[at]?.cause ?? null;
  }
  return chain;
}
