import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decode,
  decodeLong,
  encode,
  encodeLong,
  encodeQuery,
  isPacked,
  type LinkState,
  NO_LINK,
} from '../../lab/link/link.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { FIELDS } from '../../src/tcp/profiles/fields.ts';
import { PROFILES } from '../../src/tcp/profiles/index.ts';
import { WHAT_IFS } from '../../src/tcp/what-if.ts';

/** An address of the lab with this state, read again. */
function again(state: Partial<LinkState>): LinkState {
  return decode(encode(state), encodeQuery(state));
}

const ALL: readonly Intervention[] = [
  { kind: 'fault', segment: 'A8', action: 'drop' },
  { kind: 'fault', segment: 'B2', action: 'delay', by: 400_000 },
  { kind: 'fault', segment: 'A3', action: 'duplicate' },
  { kind: 'fault', segment: 'B3', action: 'reorder' },
  { kind: 'fault', segment: 'B4', action: 'reorder', by: 1500 },
  { kind: 'fault', segment: 'A2', action: 'corrupt' },
  { kind: 'what-if', id: 'noTimeWait', host: 'A' },
  { kind: 'what-if', id: 'twoWay', host: 'B', off: true },
  { kind: 'set', field: 'timeWait', value: 30_000_000, host: 'A' },
  { kind: 'set', field: 'sack', value: false },
  { kind: 'set', field: 'synCookies', value: 'always', host: 'B' },
  { kind: 'set', field: 'ephemeralPorts', value: [40_000, 40_007], host: 'A' },
  { kind: 'set', field: 'userTimeout', value: Number.POSITIVE_INFINITY },
  { kind: 'profile', host: 'B', name: 'freebsd' },
  { kind: 'host', host: 'B', what: 'power-off', at: 5_000_000 },
  { kind: 'host', host: 'B', what: 'boot', at: 6_000_001 },
];

import { readWorld } from '../../lab/sandbox/read-world.ts';

describe('a deep link', () => {
  it('reads as the design has it', () => {
    const link =
      '#/lab/close/lost-ack4?x=drop:A8,delay:B2:400,whatif:noTimeWait@A,set:A.timeWait=30s&v=up:7&seed=7&t=575.25&f=12&lang=zh&n=raw&flow=2&voice=letters&predict=1&theme=dark';
    expect(decode(link)).toEqual({
      ...NO_LINK,
      exhibit: 'close/lost-ack4',
      interventions: [ALL[0], ALL[1], ALL[6], ALL[8]],
      values: { up: 7 },
      seed: 7,
      at: 575_250,
      frame: 12,
      lang: 'zh',
      numbers: 'raw',
      flow: 2,
      voice: 'letters',
      predict: true,
      theme: 'dark',
    });
  });

  it('brings back every kind of intervention', () => {
    const state = { exhibit: 'open/ledger', interventions: ALL };
    expect(again(state)).toEqual({ ...NO_LINK, ...state });
  });

  it('brings back every field of every profile', () => {
    for (const profile of Object.values(PROFILES)) {
      for (const field of Object.keys(FIELDS) as (keyof Profile)[]) {
        const value = profile[field];
        const set = { kind: 'set', field, value, host: 'B' } as const;
        const [back] = again({ interventions: [set] }).interventions;
        expect(back, encode({ interventions: [set] })).toEqual(set);
      }
    }
  });

  it('knows every what-if, profile and exhibit', () => {
    const interventions: Intervention[] = [
      ...Object.keys(WHAT_IFS).map((id) => ({ kind: 'what-if', id }) as const),
      ...Object.keys(PROFILES).map((name, i) => {
        return { kind: 'profile', host: 'ABCDEFG'.charAt(i), name } as const;
      }),
    ];
    expect(again({ interventions }).interventions).toEqual(interventions);
    for (const { id } of EXHIBITS) expect(again({ exhibit: id }).exhibit).toBe(id);
  });

  it('brings back whatever may be said', () => {
    const segment = fc
      .tuple(fc.constantFrom('A', 'B', 'X'), fc.integer({ min: 1, max: 1e6 }))
      .map(([host, n]) => `${host}${n}`);
    const time = fc.integer({ min: 0, max: 86_400_000_000 });
    const fault = fc
      .tuple(segment, fc.constantFrom('drop', 'delay', 'duplicate', 'reorder', 'corrupt'), time)
      .map(([segment, action, by]): Intervention => {
        return { kind: 'fault', segment, action, ...(action === 'delay' ? { by } : {}) };
      });
    const state = fc.record({
      exhibit: fc.constantFrom(...EXHIBITS.map((e) => e.id)),
      interventions: fc.uniqueArray(fault, {
        selector: (i) => (i.kind === 'fault' ? i.segment : ''),
        maxLength: 10,
      }),
      values: fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{1,9}$/), fc.nat(1e9), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
      seed: fc.option(fc.nat()),
      at: fc.option(time),
      frame: fc.option(fc.nat(20_000)),
      lang: fc.option(fc.constantFrom('zh' as const, 'en' as const)),
      numbers: fc.option(fc.constantFrom('xy' as const, 'relative' as const, 'raw' as const)),
      flow: fc.option(fc.nat(3000)),
      predict: fc.boolean(),
      embed: fc.boolean(),
    });
    fc.assert(
      fc.property(state, (s) => {
        expect(again(s)).toEqual({ ...NO_LINK, ...s });
      }),
    );
  });

  it('stays under 2,000 characters with ten interventions', () => {
    const ten = ALL.slice(0, 10);
    const url = `https://example.org/synwave/${encode({
      ...{ exhibit: 'close/worked-numbers', interventions: ten, seed: 4_000_000_000 },
      ...{ values: { up: 1460, down: 10_000, late: 1460 }, at: 86_399_999_999, frame: 11_000 },
      ...{ lang: 'zh', numbers: 'relative', flow: 1001, voice: 'playground', theme: 'light' },
    })}`;
    expect(url.length).toBeLessThan(600);
  });

  it('knows the other routes, and what stands before the hash', () => {
    expect(decode('')).toEqual(NO_LINK);
    expect(encode({})).toBe('');
    expect(decode('#/glossary/Syn_RECV')).toMatchObject({ route: 'glossary', term: 'Syn_RECV' });
    const term = '半连接队列';
    expect(again({ route: 'glossary', term })).toMatchObject({ route: 'glossary', term });
    for (const route of ['notes', 'gallery', 'quiz', 'analyze'] as const) {
      expect(encode({ route })).toBe(`#/${route}`);
      expect(decode(`#/${route}`)).toMatchObject({ route, ignored: [] });
    }
    expect(decode('', '?quiz=E02,close/basic&seed=7&embed=1&lang=en&utm=x')).toEqual({
      ...NO_LINK,
      quiz: { of: ['E02', 'close/basic'], seed: 7 },
      embed: true,
      lang: 'en',
    });
    const quiz = { of: ['E02', 'E12'], seed: 9 };
    expect(again({ quiz })).toEqual({ ...NO_LINK, quiz });
  });
});

const WORLD: Scenario = {
  id: 'sandbox',
  title: { zh: '我的网络', en: 'mine' },
  hosts: [
    { name: 'A', title: { zh: '客户端', en: 'client' } },
    { name: 'B', title: { zh: '服务器', en: 'server' }, profile: 'freebsd' },
  ],
  cables: [{ between: ['A', 'B'], delay: 50_000 }],
  steps: [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
    { host: 'A', when: { at: 1000 }, do: { call: 'connect', to: 'B', port: 80 } },
  ],
};

describe('a long link', () => {
  const long: Partial<LinkState> = {
    exhibit: 'open/ledger',
    interventions: Array.from({ length: 150 }, (_, i): Intervention => {
      return { kind: 'fault', segment: `A${i + 1}`, action: 'delay', by: 1000 + i };
    }),
    lang: 'zh',
  };

  it('is packed above 1,500 characters, and read again', async () => {
    const hash = await encodeLong(long);
    expect(encode(long).length).toBeGreaterThan(1500);
    expect(hash.length).toBeLessThan(1500);
    expect(isPacked(hash)).toBe(true);
    expect(await decodeLong(hash)).toEqual({ ...NO_LINK, ...long });
    expect(decode(hash).ignored).toHaveLength(1);
  });

  it('is left as it is when it is short', async () => {
    expect(await encodeLong({ exhibit: 'open/ledger' })).toBe('#/lab/open/ledger');
    expect(await decodeLong('#/lab/open/ledger?lang=en')).toEqual(
      decode('#/lab/open/ledger?lang=en'),
    );
  });

  it('carries a world of the sandbox', async () => {
    const state = { exhibit: 'sandbox', world: WORLD, seed: 3 };
    const back = { ...NO_LINK, route: 'sandbox', ...state };
    expect(again(state)).toEqual(back);
    expect(await decodeLong(await encodeLong(state))).toEqual(back);
  });

  it('that unpacks without end is ignored', async () => {
    const bomb = await encodeLong({ ...long, exhibit: 'x'.repeat(2_000_000) });
    expect((await decodeLong(`#/lab/a?${bomb.split('?')[1] ?? ''}`)).exhibit).toBe('a');
    const stream = new Blob(['v=a:1&'.repeat(1_000_000)])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'));
    const octets = Buffer.from(await new Response(stream).arrayBuffer());
    const packed = await decodeLong(`#/lab/a?z=${octets.toString('base64url')}`);
    expect(packed).toMatchObject({ exhibit: 'a', values: {} });
    expect(packed.ignored).toHaveLength(1);
  });
});

describe('a hostile link', () => {
  it('loses only what is wrong with it, and says so', () => {
    const d = decode(
      '#/lab/open/ledger?x=drop:A1,drop:A1,delay:A2,fly:A3,whatif:none,set:A.timeWait=-1,set:A.nothing=1,profile:B=windows,boot:B&lang=xx&t=1e9&n=%&v=a:b,__proto__:1,ok:2&seed=7&=&q&constructor=1',
    );
    expect(d).toMatchObject({ exhibit: 'open/ledger', seed: 7, at: null, lang: null });
    expect(d.interventions).toEqual([{ kind: 'fault', segment: 'A1', action: 'drop' }]);
    expect(d.values).toEqual({ ok: 2 });
    expect(d.ignored).toHaveLength(16);
  });

  it('never throws', async () => {
    const params = ['x', 'v', 'w', 'z', 't', 'f', 'seed', 'lang', 'n', 'flow', 'predict'];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^[\w:.,@=%~/-]{0,60}$/),
      fc.constantFrom('drop:A1', 'set:__proto__=1', 'set:constructor=~e30', 'whatif:toString', '%'),
    );
    const hash = fc
      .tuple(text, fc.array(fc.tuple(fc.constantFrom(...params), text), { maxLength: 5 }))
      .map(([path, pairs]) => `#/lab/${path}?${pairs.map((p) => p.join('=')).join('&')}`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(hash, text), text, async (h, q) => {
        const state = await decodeLong(h, q);
        expect(decode(encode(state)).interventions).toEqual(state.interventions);
      }),
      { numRuns: 500 },
    );
  });

  it('is read at once, however long', () => {
    const from = performance.now();
    decode(`#/lab/a?x=${'drop:A1,'.repeat(8000)}`);
    decode(`#/lab/a?x=${'a'.repeat(10_000_000)}`);
    decode(`#/lab/a?w=${'A'.repeat(60_000)}`);
    expect(performance.now() - from).toBeLessThan(5000);
  });

  it('with a world that is no record loses the world; the worker refuses what else is none', () => {
    const flood = { ...WORLD.steps[1], do: { call: 'flood', count: 1e12 } };
    for (const bad of [{}, { ...WORLD, hosts: [] }, { ...WORLD, steps: [flood] }]) {
      expect(readWorld(bad)).toHaveProperty('wrong');
    }
    const link = (world: unknown): string =>
      `#/sandbox?w=${Buffer.from(JSON.stringify(world)).toString('base64url')}`;
    expect(decode(link(WORLD)).world).toEqual(WORLD);
    for (const bad of [null, 7, [], 'world']) {
      expect(decode(link(bad))).toMatchObject({ world: null, exhibit: 'sandbox' });
    }
  });
});
