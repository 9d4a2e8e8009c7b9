import { displayWidth, wrap as lines } from '../ladder/index.ts';

/** Octets for people: `512 B`, `1.4 KiB`, `256 MiB`. */
export function octets(n: number): string {
  let value = n;
  let unit = 'B';
  for (const next of ['KiB', 'MiB', 'GiB', 'TiB']) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return unit === 'B' ? `${n} B` : `${threeDigits(value)} ${unit}`;
}

/** A duration in milliseconds for people: `850 us`, `12 ms`, `3.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} us`;
  if (ms < 1000) return `${threeDigits(ms)} ms`;
  const s = ms / 1000;
  if (s < 60) return `${threeDigits(s)} s`;
  const whole = Math.round(s);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A rate for people: `850 Mbit/s`; `n` octets in `ms` milliseconds. */
export function rate(n: number, ms: number): string {
  if (ms <= 0) return '-';
  const bits = (n * 8000) / ms;
  if (bits >= 1e9) return `${threeDigits(bits / 1e9)} Gbit/s`;
  if (bits >= 1e6) return `${threeDigits(bits / 1e6)} Mbit/s`;
  return `${threeDigits(bits / 1e3)} kbit/s`;
}

function threeDigits(n: number): string {
  if (n >= 99.95) return n.toFixed(0);
  return n >= 9.995 ? n.toFixed(1) : n.toFixed(2);
}

/** An address and a port as one writes them: `10.9.0.1:80`, `[fd00:9::1]:80`. */
export function endpoint(address: string | undefined, port: number | undefined): string {
  const host = address ?? '?';
  return host.includes(':') ? `[${host}]:${port ?? '?'}` : `${host}:${port ?? '?'}`;
}

/**
 * `text` broken into lines of at most `width` columns, each but the first indented: between words, and where
 * Chinese may be broken.
 */
export function wrap(text: string, width: number, indent = ''): string {
  if (displayWidth(text) > [...text].length) return wrapWide(text, width, indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - (lines.length > 0 ? indent.length : 0);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}

function wrapWide(text: string, width: number, indent: string): string {
  const [first = ''] = lines(text, width);
  const rest = text.slice(first.length).trimStart();
  return [first, ...lines(rest, width - indent.length)].join(`\n${indent}`);
}
