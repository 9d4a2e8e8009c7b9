/** Icons, 16 by 16, drawn with the colour of the text. */
const PATHS = {
  start: 'M3 3v10M13 3 6 8l7 5z',
  end: 'M13 3v10M3 3l7 5-7 5z',
  back: 'M11 3 5 8l6 5',
  on: 'M5 3l6 5-6 5',
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4.5 3v10M11.5 3v10',
  timer: 'M8 4.5v4l2.5 1.5M6 1.5h4M8 3.5a5.3 5.3 0 1 0 .01 0',
  menu: 'M2 4h12M2 8h12M2 12h12',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  theme: 'M8 2a6 6 0 1 0 .01 0M8 2v12a6 6 0 0 0 0-12',
  warn: 'M8 2.2 14.6 13.6H1.4zM8 6.4v3.4M8 11.8h.01',
  tap: 'M6.2 9.5V3.2a1.2 1.2 0 0 1 2.4 0v4l3.4.8a1.6 1.6 0 0 1 1.2 1.9l-.6 2.6a2.4 2.4 0 0 1-2.3 1.8H8.4a2.6 2.6 0 0 1-2-1L3.6 9.9a1.1 1.1 0 0 1 1.7-1.4z',
  undo: 'M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H6',
} as const;

const WIDTHS: Readonly<Record<string, number>> = { more: 2.6, warn: 1.5, tap: 1.3 };
const FILLED: readonly string[] = ['play'];

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill={FILLED.includes(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width={WIDTHS[name] ?? 1.8}
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
