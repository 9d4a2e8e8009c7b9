import opening from 'virtual:opening';
import { render } from 'preact';
import { App } from './app.tsx';
import { place } from './state/actions.ts';
import { cursorAt } from './state/cursor.ts';
import { OPENING_AT } from './state/opening.ts';

place(opening, cursorAt(opening.trace, OPENING_AT));
render(<App />, document.getElementById('lab') as HTMLElement);
