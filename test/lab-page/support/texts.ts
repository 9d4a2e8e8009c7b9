import type { Lang } from '../../../src/base/words.ts';

/**
 * All that the page says that is not in the language it is said to be in: an English reader must not meet Chinese,
 * nor a Chinese one English beyond the terms and names of the trade; and nobody what a program says to itself.
 * The `lang` of what is quoted from the other language counts. Runs in the page.
 */
export const FOREIGN = (page: Lang): string[] => {
  const found = new Set<string>();
  const NAMED = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description'];
  // What is typed, called or read off in either language: names of calls, fields, options, programs and systems.
  const TERMS = new RegExp(
    `\\b(?:${[
      'synwave|linux|freebsd|pcapng|packetdrill|tcpdump|tshark|netstat|ss|kill|iptables|ping|nginx',
      'listen|connect|accept|close|shutdown|send|recv|read|write|bind|socket|main|fork',
      'seq|ack|len|win|cwnd|ssthresh|rwnd|mss|iss|irs|una|nxt|wnd|cookies?|backlog|somaxconn',
      'Mermaid|Markdown|Wireshark|Nagle|Reno|Cubic|Node|Windows|Karn|Cookie|Home|End|Timeout|Initial Sequence Number',
      '[a-f]{2}|pay|clients|bug|rfc|raw|notes|linger|libuv|reaction|octets|shut|false|true|ms|us|min|bit|hex|on|off|x|y|fd|ff|tcp|udp|ip|gap',
    ].join('|')})\\b`,
    'gi',
  );
  const check = (text: string, at: Element, what: string): void => {
    const says = text.trim();
    if (says === '') return;
    const lang = at.closest('[lang]')?.getAttribute('lang')?.slice(0, 2) ?? page;
    const where = `${what} of ${at.tagName.toLowerCase()}.${at.getAttribute('class') ?? ''}`;
    const tell = (why: string): void => void found.add(`${why} (${where}): ${says.slice(0, 160)}`);
    const isCode = at.closest('pre, code, kbd, .inspector-octet') !== null;
    if (/\bundefined\b|\bNaN\b|\[object|\{\w+\}/.test(says) && !isCode) tell('unsaid');
    if (isCode) return;
    if (lang === 'en' && /[\p{Script=Han}\u3000-\u303f\uff01-\uff5e]/u.test(says)) tell('Chinese');
    // What is written into a drawing is names of states and segments, and what was sent.
    if (lang !== 'zh' || at.closest('svg text, .inbox-text') !== null) return;
    const words = says
      // What applications send is what it is.
      .replace(/[“"「][^”"」]*[”"」]?/g, ' ')
      // The names of a setting and of its value.
      .replace(at.tagName === 'OPTION' ? / · [\w-]+$|^[\w-]+$/ : '', '')
      .replace(TERMS, ' ')
      // A word that only begins with a capital is no abbreviation.
      .replace(/(?<![\w./#:*+=%@?&$<>-])[A-Z](?=[a-z]{2,}(?![\w./#:*+=%@?&$<>()-]))/g, 'x')
      // What has a capital, a digit or a sign in it is a term or code.
      .replace(/[\w./#:*+=%@?&$<>-]*[A-Z0-9_()./:=#@*<>-][\w./#:*+=%@?&$()<>-]*/g, ' ')
      .match(/[a-z]{2,}/gi);
    if (words !== null) tell(`English [${words.join(' ')}]`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let n: Node | null = walker.currentNode; n !== null; n = walker.nextNode()) {
    if (n instanceof Text && n.parentElement !== null) {
      const isSaid = n.parentElement.closest('script, style, noscript') === null;
      if (isSaid) check(n.data, n.parentElement, 'text');
    } else if (n instanceof Element) {
      for (const name of NAMED) check(n.getAttribute(name) ?? '', n, name);
    }
  }
  return [...found];
};
