import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as drop from '../../src/wire/drop.ts';
import * as tcp from '../../src/wire/tcp.ts';
import {
  eachOption,
  MOST_OPTIONS,
  type OptionLayout,
  type OptionName,
} from '../../src/wire/tcp-options.ts';
import { facts, hex, packetOf, toHex } from './octets.ts';

const {
  HAS_MSS,
  HAS_SACK,
  HAS_SACK_OK,
  HAS_TFO,
  HAS_TS,
  HAS_UNKNOWN,
  HAS_UTO,
  HAS_WSCALE,
  Segment,
} = tcp;

const LINUX: OptionLayout = {
  order: ['mss', 'sackOk', 'ts', 'wscale', 'tfo', 'sack', 'uto'],
  padSackOk: true,
  tail: 'nop',
};
const BSD: OptionLayout = {
  order: ['mss', 'wscale', 'sackOk', 'ts', 'sack', 'tfo', 'uto'],
  padSackOk: false,
  tail: 'eol',
};

const VALUES = {
  sport: 1,
  dport: 2,
  mss: 1460,
  wscale: 7,
  tsVal: 0x01020304,
  tsEcr: -1,
  uto: 0x8005,
  sackCount: 1,
};

function segment(values: Partial<tcp.Segment>): tcp.Segment {
  const seg = Object.assign(new Segment(), VALUES, values);
  seg.sacks.set([100, 200, -300, -200, 500, 600]);
  return seg;
}

/** The options that are written, in hexadecimal. */
function written(layout: OptionLayout, values: Partial<tcp.Segment>): string {
  const p = packetOf([], 0xee);
  const seg = segment(values);
  tcp.prependTcp(p, seg, layout, -1);
  expect(seg.optionsTo - seg.optionsFrom).toBe(
    tcp.optionsLength(seg.options, seg.sackCount, layout, seg.tfoTo - seg.tfoFrom),
  );
  return toHex(p.bytes.subarray(seg.optionsFrom, seg.optionsTo));
}

const NAMES: Record<number, string> = {
  0: 'eol',
  1: 'nop',
  2: 'mss',
  3: 'wscale',
  4: 'sackOK',
  5: 'SACK',
  8: 'TS',
  28: 'UTO',
  34: 'FO',
};

/** The same as a list of names. */
function names(layout: OptionLayout, values: Partial<tcp.Segment>): string {
  const octets = hex(written(layout, values));
  const all = [...eachOption(octets, 0, octets.length)].map((o) => NAMES[o.kind]);
  const used = [...eachOption(octets, 0, octets.length)].at(-1)?.to ?? 0;
  return [...all, ...new Array(octets.length - used).fill('eol')].join(',');
}

/** A segment with these options and this text, read. */
function read(options: string, flags = tcp.ACK): tcp.Segment {
  const octets = hex(options);
  expect(octets.length % 4).toBe(0);
  const p = packetOf([...new Uint8Array(20), ...octets, 0xca, 0xfe], 0xff);
  p.view.setUint16(p.from + 12, ((5 + octets.length / 4) << 12) | flags);
  const seg = new Segment();
  expect(tcp.parseTcp(seg, p, p.from, p.to, -1)).toBe(drop.OK);
  expect(seg.textTo - seg.textFrom).toBe(2);
  return seg;
}

describe('reading TCP options', () => {
  it('knows end of list, no-operation and maximum segment size [MUST-4]', () => {
    expect(read('01020405 b4000000')).toMatchObject({ options: HAS_MSS, mss: 1460 });
    // What follows the end of the list is not looked at.
    expect(read('00020405 b4000000').options).toBe(0);
  });

  it('finds them in any segment, as timestamps on a FIN [MUST-5]', () => {
    for (const flags of [tcp.SYN, tcp.FIN | tcp.ACK, tcp.RST, tcp.ACK, 0]) {
      expect(read('0101080a 00000005 ffffffff', flags)).toMatchObject({
        options: HAS_TS,
        tsVal: 5,
        tsEcr: -1,
      });
      expect(read('02040200', flags)).toMatchObject({ options: HAS_MSS, mss: 512 });
    }
  });

  it('steps over an option it does not know [MUST-6]', () => {
    expect(read('c806dead beef0204 05b40000')).toMatchObject({
      options: HAS_UNKNOWN | HAS_MSS,
      mss: 1460,
    });
  });

  it('steps over any option by the length it gives [MUST-68]', () => {
    // Kinds never assigned, at every length, before an MSS.
    for (let length = 2; length <= 36; length++) {
      const octets = new Array<number>(40).fill(0);
      octets.splice(0, length, 77, length, ...new Array<number>(length - 2).fill(2));
      octets.splice(length, 4, 2, 4, 1, 2);
      expect(read(toHex(Uint8Array.from(octets))), `length ${length}`).toMatchObject({
        options: HAS_UNKNOWN | HAS_MSS,
        mss: 0x102,
      });
    }
  });

  it('needs no alignment: a maximum segment size at an odd offset [MUST-64]', () => {
    for (const options of [
      '02040123 01010101',
      '01020401 23010101',
      '01010204 01230101',
      '01010102 04012301',
    ]) {
      expect(read(options)).toMatchObject({ options: HAS_MSS, mss: 0x123 });
    }
    expect(read('01080a00 00000500 00000600')).toMatchObject({
      options: HAS_TS,
      tsVal: 5,
      tsEcr: 6,
    });
  });

  it('ends at an option whose length is wrong, and keeps those before it [MUST-7]', () => {
    for (const bad of [
      '02000000',
      '02010000',
      '02050000',
      '05ff0000',
      'c8090000',
      '010102ff',
      '01010102',
    ]) {
      expect(read(`03030200 ${bad}`).options, bad).toBe(HAS_WSCALE);
      expect(read(`0303021c ${bad}`), bad).toMatchObject({ options: HAS_WSCALE, wscale: 2 });
    }
    expect(read('02040123 02000456')).toMatchObject({ options: HAS_MSS, mss: 0x123 });
  });

  it('steps over a known option whose length is not that of its kind [MUST-7]', () => {
    for (const odd of [
      '02030500',
      '02050505b4',
      '030405b4',
      '0403ff',
      '08060000',
      '08080000 00000000',
      '050605b4 05b4',
      '1c030000',
    ]) {
      const octets = hex(odd);
      const padded = new Uint8Array((octets[1] as number) + 8).fill(0);
      padded.set(octets.subarray(0, octets[1]));
      padded.set([2, 4, 5, 6], octets[1]);
      const whole = padded.subarray(0, (octets[1] as number) + 4);
      const aligned = new Uint8Array((whole.length + 3) & ~3);
      aligned.set(whole);
      expect(read(toHex(aligned)), odd).toMatchObject({ options: HAS_MSS, mss: 0x506 });
    }
  });

  it('takes any 40 octets without harm, and the same whatever lies behind them [MUST-7]', () => {
    const octet = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 10, 18, 28, 34, 254), fc.nat(255));
    fc.assert(
      fc.property(fc.array(octet, { minLength: 40, maxLength: 40 }), (octets) => {
        const results = [0, 0xff].map((outside) => {
          const p = packetOf([...new Uint8Array(20), ...octets], outside);
          p.view.setUint8(p.from + 12, 0xf0);
          const seg = new Segment();
          expect(tcp.parseTcp(seg, p, p.from, p.to, -1)).toBe(drop.OK);
          expect(seg.sackCount).toBeLessThanOrEqual(4);
          if (seg.options & HAS_TFO) {
            expect(seg.tfoFrom).toBeGreaterThan(seg.optionsFrom);
            expect(seg.tfoTo).toBeLessThanOrEqual(seg.optionsTo);
          }
          seg.bytes = new Uint8Array(0);
          return facts(seg);
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads up to four blocks of selective acknowledgment', () => {
    const block = '000000640 00000c8'.replace(/\s/g, '');
    const one = read(`0101050a ${block}`);
    expect([one.sackCount, one.sacks[0], one.sacks[1]]).toEqual([1, 100, 200]);
    const four = read(
      `05220000 0001 ffffffff ${'00000005 00000006'.repeat(3)} 0101`.replace(/\s/g, ''),
    );
    expect(four.sackCount).toBe(4);
    expect([...four.sacks]).toEqual([1, -1, 5, 6, 5, 6, 5, 6]);
    expect(read('05020101').options).toBe(0);
  });

  it('reads window scale and user timeout as they stand', () => {
    expect(read('0303ff01')).toMatchObject({ options: HAS_WSCALE, wscale: 255 });
    expect(read('1c048005')).toMatchObject({ options: HAS_UTO, uto: 0x8005 });
  });

  it('reads Fast Open cookies of both kinds, and the request for one', () => {
    const cookie = (seg: tcp.Segment): string => toHex(seg.bytes.subarray(seg.tfoFrom, seg.tfoTo));
    const asked = read('22020101');
    expect([asked.options, cookie(asked)]).toEqual([HAS_TFO, '']);
    const plain = read('220a0102 03040506 07080101');
    expect([plain.options, cookie(plain)]).toEqual([HAS_TFO, '0102030405060708']);
    const experimental = read('fe08f989 01020304');
    expect([experimental.options, cookie(experimental)]).toEqual([HAS_TFO, '01020304']);
    // Odd, too short, too long; and an experiment that is not ours.
    expect(read('22070102 03040500').options).toBe(0);
    expect(read('22040102').options).toBe(0);
    expect(read(`2214${'11'.repeat(18)}`).options).toBe(0);
    expect(read('fe04abcd').options).toBe(HAS_UNKNOWN);
    expect(read('fe030100').options).toBe(HAS_UNKNOWN);
  });

  it('lets the last count when an option comes twice', () => {
    expect(read('02040001 02040002').mss).toBe(2);
  });
});

const ALL = HAS_MSS | HAS_SACK_OK | HAS_TS | HAS_WSCALE;

describe('writing TCP options', () => {
  it('arranges those of a SYN as Linux does', () => {
    expect(written(LINUX, { options: ALL })).toBe(
      '020405b4' + '0402' + '080a01020304ffffffff' + '01030307',
    );
    expect(names(LINUX, { options: ALL })).toBe('mss,sackOK,TS,nop,wscale');
    expect(names(LINUX, { options: ALL & ~HAS_TS })).toBe('mss,nop,nop,sackOK,nop,wscale');
    expect(names(LINUX, { options: HAS_MSS | HAS_TS | HAS_WSCALE })).toBe(
      'mss,nop,nop,TS,nop,wscale',
    );
    expect(names(LINUX, { options: HAS_MSS | HAS_WSCALE })).toBe('mss,nop,wscale');
    expect(names(LINUX, { options: HAS_MSS | HAS_TS | HAS_SACK_OK })).toBe('mss,sackOK,TS');
    expect(names(LINUX, { options: ALL | HAS_TFO })).toBe('mss,sackOK,TS,nop,wscale,FO,nop,nop');
  });

  it('arranges those of a SYN as FreeBSD does', () => {
    expect(names(BSD, { options: ALL })).toBe('mss,nop,wscale,sackOK,TS');
    expect(names(BSD, { options: HAS_MSS | HAS_SACK_OK })).toBe('mss,sackOK,eol,eol');
    expect(names(BSD, { options: HAS_MSS | HAS_WSCALE | HAS_SACK_OK })).toBe(
      'mss,nop,wscale,sackOK,eol,eol',
    );
    expect(names(BSD, { options: HAS_MSS | HAS_TS })).toBe('mss,nop,nop,TS');
  });

  it('arranges those of other segments as all systems do', () => {
    for (const layout of [LINUX, BSD]) {
      expect(written(layout, { options: HAS_TS })).toBe('0101080a01020304ffffffff');
      expect(names(layout, { options: HAS_TS | HAS_SACK, sackCount: 3 })).toBe(
        'nop,nop,TS,nop,nop,SACK',
      );
      expect(written(layout, { options: HAS_SACK, sackCount: 2 })).toBe(
        '01010512' + '00000064000000c8fffffed4ffffff38',
      );
      expect(written(layout, { options: 0 })).toBe('');
    }
  });

  it('pads the header with zeros after the end of the list [MUST-69]', () => {
    expect(written(BSD, { options: HAS_SACK_OK })).toBe('04020000');
    expect(written(BSD, { options: HAS_TFO })).toBe('22020000');
  });

  it('fills up with no-operations where the layout says so: no list ends, so nothing is padding [MUST-69]', () => {
    expect(written(LINUX, { options: HAS_TFO })).toBe('22020101');
  });

  it('copies the cookie out of the segment, and then knows where it lies', () => {
    const p = packetOf(hex('cafe'));
    const seg = segment({ options: HAS_TFO, bytes: hex('000102030405'), tfoFrom: 2, tfoTo: 6 });
    tcp.prependTcp(p, seg, BSD, -1);
    expect(toHex(p.octets().subarray(20))).toBe('220602030405' + '0000' + 'cafe');
    expect(toHex(p.bytes.subarray(seg.tfoFrom, seg.tfoTo))).toBe('02030405');
  });

  it('refuses more than a header can hold: that is a bug of ours', () => {
    expect(() => written(LINUX, { options: ALL | HAS_SACK, sackCount: 3 })).toThrow('options');
  });

  it('written and read again are the same, in any layout', () => {
    const bits = [HAS_MSS, HAS_WSCALE, HAS_SACK_OK, HAS_SACK, HAS_TS, HAS_TFO, HAS_UTO];
    const options = fc.subarray(bits).map((b) => b.reduce((x, y) => x | y, 0));
    const order = fc.shuffledSubarray<OptionName>(
      ['mss', 'wscale', 'sackOk', 'sack', 'ts', 'tfo', 'uto'],
      { minLength: 7 },
    );
    const layout = fc.oneof(
      fc.constantFrom(LINUX, BSD),
      fc.record({
        order,
        padSackOk: fc.boolean(),
        tail: fc.constantFrom('nop' as const, 'eol' as const),
      }),
    );
    const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const values = fc.record({
      mss: fc.nat(65_535),
      wscale: fc.nat(255),
      tsVal: i32,
      tsEcr: i32,
      uto: fc.nat(65_535),
      sackCount: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(layout, options, values, fc.constantFrom(0, 4, 8, 16), (l, o, v, cookie) => {
        const seg = segment({
          ...v,
          options: o,
          bytes: hex('0102030405060708'.repeat(2)),
          tfoTo: cookie,
        });
        const length = tcp.optionsLength(o, v.sackCount, l, cookie);
        expect(length % 4).toBe(0);
        if (length > MOST_OPTIONS) return;
        const p = packetOf(hex('cafe'), 0xee);
        tcp.prependTcp(p, seg, l, -1);
        const back = new Segment();
        expect(tcp.parseTcp(back, p, p.from, p.to, -1)).toBe(drop.OK);
        expect(back.options).toBe(o);
        if (o & HAS_MSS) expect(back.mss).toBe(v.mss);
        if (o & HAS_WSCALE) expect(back.wscale).toBe(v.wscale);
        if (o & HAS_TS) expect([back.tsVal, back.tsEcr]).toEqual([v.tsVal, v.tsEcr]);
        if (o & HAS_UTO) expect(back.uto).toBe(v.uto);
        if (o & HAS_TFO) {
          expect([...p.bytes.subarray(back.tfoFrom, back.tfoTo)]).toEqual([
            ...hex('0102030405060708'.repeat(2)).subarray(0, cookie),
          ]);
          expect([back.tfoFrom, back.tfoTo]).toEqual([seg.tfoFrom, seg.tfoTo]);
        }
        if (o & HAS_SACK) {
          expect(back.sackCount).toBe(v.sackCount);
          expect([...back.sacks.subarray(0, 2 * v.sackCount)]).toEqual([
            ...seg.sacks.subarray(0, 2 * v.sackCount),
          ]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('eachOption', () => {
  const list = (options: string): [number, string][] => {
    const octets = hex(options);
    return [...eachOption(octets, 0, octets.length)].map((o) => [
      o.kind,
      toHex(octets.subarray(o.from, o.to)),
    ]);
  };

  it('gives every option, up to and with the end of the list', () => {
    expect(list('020405b4 01 0303 07 c803aa 00 0204')).toEqual([
      [2, '020405b4'],
      [1, '01'],
      [3, '030307'],
      [200, 'c803aa'],
      [0, '00'],
    ]);
  });

  it('stops at a malformed one', () => {
    expect(list('0102')).toEqual([[1, '01']]);
    expect(list('01020005')).toEqual([[1, '01']]);
    expect(list('01c80a')).toEqual([[1, '01']]);
  });
});
