import { useEffect, useRef, useState } from 'preact/hooks';
import type { Theme } from '../../src/ladder/theme.ts';
import { t } from '../state/store.ts';
import { drawMermaid } from './mermaid.ts';
import { WORDS } from './words.ts';

/** What Mermaid itself makes of its text; Mermaid is loaded for it. */
export function MermaidView({ text, theme }: { readonly text: string; readonly theme: Theme }) {
  const box = useRef<HTMLDivElement>(null);
  const [state, tell] = useState<'making' | 'drawn' | 'failed'>('making');
  useEffect(() => {
    let isWanted = true;
    tell('making');
    drawMermaid(text, theme).then(
      (svg) => {
        if (!isWanted) return;
        box.current?.replaceChildren(svg);
        tell('drawn');
      },
      () => {
        if (isWanted) tell('failed');
      },
    );
    return () => {
      isWanted = false;
    };
  }, [text, theme]);
  return (
    <div class="export-mermaid" data-testid="export-mermaid-drawing" data-state={state}>
      <p role="status">
        {t(state === 'making' ? WORDS.making : state === 'drawn' ? WORDS.drawn : WORDS.notDrawn)}
      </p>
      <div class="export-drawing" ref={box} />
    </div>
  );
}
