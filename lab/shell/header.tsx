import { useEffect, useRef } from 'preact/hooks';
import {
  lang,
  type Overlay,
  overlay,
  predicting,
  run,
  type ThemeChoice,
  t,
  theme,
} from '../state/store.ts';
import { WhatIfCount } from '../what-if/count.tsx';
import { Icon } from './icon.tsx';
import { WORDS } from './words.ts';

const THEMES: readonly ThemeChoice[] = ['auto', 'light', 'dark'];

/** What one works with, above everything else. */
export function Header() {
  return (
    <header class="header">
      <button type="button" class="header-skip" onClick={skip}>
        {t(WORDS.skip)}
      </button>
      <button
        type="button"
        class="header-menu"
        data-testid="open-gallery"
        aria-haspopup="dialog"
        onClick={() => opens('gallery')}
      >
        <Icon name="menu" />
        <span class="header-says">{t(WORDS.gallery)}</span>
      </button>
      <h1 class="header-title" data-testid="title">
        <span class="header-brand">synwave</span>
        <span>{run.value === null ? '' : t(run.value.card.title)}</span>
      </h1>
      <WhatIfCount />
      <button
        type="button"
        class="header-predict"
        data-testid="predict-toggle"
        aria-pressed={predicting.value}
        title={t(WORDS.predictHint)}
        onClick={() => {
          predicting.value = !predicting.value;
        }}
      >
        {t(WORDS.predict)}
      </button>
      <OpensAll />
      <button
        type="button"
        data-testid="lang"
        title={t(WORDS.languageHint)}
        onClick={() => {
          lang.value = lang.value === 'zh' ? 'en' : 'zh';
        }}
      >
        <span lang={lang.value === 'zh' ? 'en' : 'zh-CN'}>{lang.value === 'zh' ? 'EN' : '中'}</span>
        <span class="is-heard"> {t(WORDS.languageHint)}</span>
      </button>
      <More />
    </header>
  );
}

function skip(): void {
  document.getElementById('ladder-here')?.focus();
}

export function opens(what: Overlay): void {
  overlay.value = what;
}

const DIRECT: readonly (Overlay & ('export' | 'help' | 'glossary' | 'notes' | 'sandbox'))[] = [
  'export',
  'glossary',
  'notes',
  'sandbox',
  'help',
];

/** The dialogs that have a button of their own where there is room. */
function OpensAll() {
  return (
    <nav class="header-wide header-nav" aria-label={t(WORDS.more)}>
      {DIRECT.map((what) => (
        <button
          key={what}
          type="button"
          data-testid={`open-${what}`}
          aria-haspopup="dialog"
          onClick={() => opens(what)}
        >
          {t(WORDS[what])}
        </button>
      ))}
    </nav>
  );
}

function closeMenu(menu: HTMLDetailsElement | null): void {
  if (menu !== null) menu.open = false;
}

function closeOnEscape(e: KeyboardEvent): void {
  const menu = e.currentTarget as HTMLDetailsElement;
  if (e.code !== 'Escape' || !menu.open) return;
  e.preventDefault();
  closeMenu(menu);
  menu.querySelector('summary')?.focus();
}

/** How things are written and shown; on a phone also what has no room above. */
function More() {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (e: Event): void => {
      if (menu.current?.contains(e.target as Node) === false) closeMenu(menu.current);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  return (
    <details class="header-more" ref={menu} onKeyDown={closeOnEscape}>
      <summary data-testid="more" aria-label={t(WORDS.more)} title={t(WORDS.more)}>
        <Icon name="more" />
      </summary>
      <div class="header-sheet">
        <div class="header-narrow">
          <button
            type="button"
            class="header-phone"
            data-testid="more-predict"
            aria-pressed={predicting.value}
            onClick={() => {
              closeMenu(menu.current);
              predicting.value = !predicting.value;
            }}
          >
            {t(WORDS.predict)}
          </button>
          {DIRECT.map((what) => (
            <button
              key={what}
              type="button"
              data-testid={`more-${what}`}
              onClick={() => {
                closeMenu(menu.current);
                opens(what);
              }}
            >
              {t(WORDS[what])}
            </button>
          ))}
        </div>
        <label>
          {t(WORDS.theme)}
          <select
            data-testid="theme"
            value={theme.value}
            onChange={(e) => {
              theme.value = e.currentTarget.value as ThemeChoice;
            }}
          >
            {THEMES.map((m) => (
              <option key={m} value={m}>
                {t(WORDS[m])}
              </option>
            ))}
          </select>
        </label>
      </div>
    </details>
  );
}
