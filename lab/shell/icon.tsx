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
  undo: 'M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H6',
} as const;

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
      stroke-width={name === 'more' ? 2.6 : 1.8}
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
