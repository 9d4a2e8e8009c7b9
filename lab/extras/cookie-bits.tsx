import './cookie-bits.css';
import { useState } from 'preact/hooks';
import { open } from '../state/actions.ts';
import { cursor, selected, t, trace } from '../state/store.ts';
import { type CookieView, cookieAt, mssOf, partOf } from '../view/cookie.ts';
import { Panel, SegmentLink, say } from './parts.tsx';
import { COOKIE as WORDS } from './words.ts';

const BITS = Array.from({ length: 32 }, (_, i) => 31 - i);

/** What a server puts into the sequence number of a SYN+ACK when it keeps nothing. */
export function CookieBits() {
  const [flipped, flip] = useState<number | null>(null);
  if (trace.value === null) return null;
  const cookie = cookieAt(trace.value, cursor.value, selected.value);
  if (cookie === null) {
    return (
      <Panel id="cookie-bits" title={t(WORDS.title)}>
        <p class="extra-note">{t(WORDS.none)}</p>
      </Panel>
    );
  }
  const { seq, id } = cookie.segment;
  const value = flipped === null ? seq : (seq ^ (1 << flipped)) >>> 0;
  return (
    <Panel id="cookie-bits" title={t(WORDS.title)} data={{ 'data-seq': seq }}>
      <p class="extra-row">
        {t(WORDS.which)}
        <SegmentLink id={id} />
        <span class="extra-mono">
          {value} = 0x{value.toString(16).padStart(8, '0')}
        </span>
      </p>
      <ol class="cookie-ruler">
        {BITS.map((bit) => (
          <li key={bit} class={`is-${partOf(bit)}`}>
            <button
              type="button"
              class="cookie-bit"
              aria-pressed={flipped === bit}
              aria-label={say(WORDS.bit, {
                n: bit,
                v: (value >>> bit) & 1,
                part: t(WORDS[partOf(bit)]),
              })}
              onClick={() => flip(flipped === bit ? null : bit)}
            >
              {(value >>> bit) & 1}
            </button>
          </li>
        ))}
      </ol>
      <Legend cookie={cookie} />
      <p class="cookie-verdict" role="status" data-testid="cookie-verdict">
        {flipped === null ? t(WORDS.valid) : verdict(cookie, flipped)}
      </p>
      <p class="extra-row">
        {flipped === null ? (
          <span class="extra-note">{t(WORDS.hint)}</span>
        ) : (
          <button type="button" onClick={() => flip(null)}>
            {t(WORDS.undo)}
          </button>
        )}
        <button type="button" class="extra-link" onClick={() => void open('flood/cookie-forged')}>
          {t(WORDS.forged)}
        </button>
      </p>
    </Panel>
  );
}

function Legend({ cookie }: { readonly cookie: CookieView }) {
  return (
    <>
      <dl class="cookie-legend">
        <div class="is-mac">
          <dt>{t(WORDS.mac)}</dt>
          <dd class="extra-mono">0x{(cookie.segment.seq >>> 8).toString(16).padStart(6, '0')}</dd>
        </div>
        <div class="is-time">
          <dt>{t(WORDS.time)}</dt>
          <dd>{say(WORDS.timeIs, { n: cookie.tick })}</dd>
        </div>
        <div class="is-mss">
          <dt>{t(WORDS.mss)}</dt>
          <dd>{say(WORDS.mssIs, { n: cookie.mssClass, mss: cookie.mss })}</dd>
        </div>
      </dl>
      <p class="extra-note">
        {t(WORDS.mask)} (0x{cookie.mask.toString(16).padStart(2, '0')})
      </p>
    </>
  );
}

/** What the server makes of a cookie with one bit changed. */
function verdict(c: CookieView, bit: number): string {
  const part = partOf(bit);
  const about = { n: bit, part: t(WORDS[part]) };
  if (part === 'mac') return say(WORDS.tampered, about);
  const low = ((c.segment.seq ^ c.mask) & 0xff) ^ (1 << bit);
  if (part === 'time') return say(WORDS.tamperedTime, { ...about, tick: low >> 3 });
  return say(WORDS.tamperedMss, { ...about, mss: mssOf(low & 7) });
}
