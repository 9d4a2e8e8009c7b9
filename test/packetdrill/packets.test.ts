import { describe, expect, it } from 'vitest';
import { options, packet, refusal, tcp } from './support.ts';

const flags = (text: string) => tcp(`> ${text} 0:0(0)`).flags;
const bytes = (...octets: number[]) => Uint8Array.from(octets);

describe('a TCP packet', () => {
  it('has everything that a line can say', () => {
    expect(
      tcp('< 40 > 50 PU. 1:11(10)! ack 7! win 300 urg 2 <nop,nop,sackOK> /udp(1 > 2) bad_checksum'),
    ).toEqual({
      kind: 'tcp',
      direction: 'in',
      ip: { ttl: null, tos: null, ecn: null, dscp: null, flowLabel: null },
      ports: { from: 40, to: 50 },
      ...{ flags: 0x38, seq: 1, length: 10, anySeq: false, literalSeq: true },
      ...{ ack: 7, literalAck: true, window: 300, urgent: 2 },
      options: [{ kind: 'nop' }, { kind: 'nop' }, { kind: 'sackOk' }],
      udp: { from: 1, to: 2 },
      badChecksum: true,
    });
    expect(() => tcp('> . 1:1(0) ack 1 bad_checksum')).toThrow();
  });

  it('has what it does not say as null, but no options at all', () => {
    const plain = {
      ack: null,
      window: null,
      urgent: null,
      udp: null,
      ports: null,
      options: [],
      badChecksum: false,
    };
    expect(tcp('> R 5:5(0)')).toMatchObject({ direction: 'out', flags: 4, seq: 5, ...plain });
    expect(tcp('> . ...(3)')).toMatchObject({ anySeq: true, length: 3 });
    expect(tcp('> . 1:1(0) <...>').options).toBeNull();
    expect(tcp('> . 4294967295:1(2)')).toMatchObject({ seq: 4294967295, length: 2 });
  });

  it.each([
    ['-', 0],
    ['.', 0x10],
    ['S', 2],
    ['SEW', 0xc2],
    ['SE.', 0x52],
    ['S.E', 0x52],
    ['F  .', 0x11],
    ['FRPUA', 0x12d],
    ['.5', 0x150],
    ['P.2', 0x98],
    ['S7', 0x1c2],
  ])('reads the flags %s', (text, bits) => {
    expect(flags(text)).toBe(bits);
  });

  it.each([
    ['(ttl 3)', { ttl: 3 }],
    ['[hlim 255]', { ttl: 255 }],
    ['(tos 0x28, flowlabel 0x12345)', { tos: 0x28, flowLabel: 0x12345 }],
    ['(class 0xe0)', { tos: 0xe0 }],
    ['[noecn]', { ecn: 'noecn' }],
    ['(ecn ce, dscp af31, hlim 9)', { ecn: 'ce', dscp: 26, ttl: 9 }],
    ['(dscp voice-admit)', { dscp: 44 }],
    ['[ect01]', { ecn: 'ect01' }],
  ])('reads the IP header %s', (text, expected) => {
    const none = { ttl: null, tos: null, ecn: null, dscp: null, flowLabel: null };
    expect(tcp(`>${text} . 1:1(0)`).ip).toEqual({ ...none, ...expected });
  });

  it.each([
    ['< . 1:1(0)', 'expected `win` and the window'],
    ['> . 1:5(2)', 't.pkt:1:7: 1:5(2) does not add up: 1 + 2 is not 5'],
    ['> X 1:1(0)', '`X` of `X` is no TCP flag'],
    ['> .5E 1:1(0)', 'gives the ACE field twice'],
    ['> 1:1(0)', 'expected TCP flags'],
    ['> . 1:1(0) ack -1', 'the number after `ack` is -1, expected 0 to 4294967295'],
    ['> . 1:1(0) win 65536', 'is 65536, expected 0 to 65535'],
    ['< . 1:1(0) win 1 <...>', 'can only be expected of an outbound packet'],
    ['< [ect01] . 1:1(0) win 1', '`ect01` can only be expected'],
    ['> (tos 1, dscp 2) . 1:1(0)', 'gives a part of the IP header twice'],
    ['> (speed 1) . 1:1(0)', 'expected a part of the IP header'],
    ['> udp (7)', 'packets of `udp` are not supported'],
    ['> . 1:1(0) <mss 1460,nop>', 'take 5 octets, which is no multiple of 4'],
    ['> . 1:1(0) <md5 valid,md5 valid,md5 valid,nop,nop>', 'take 56 octets, a TCP header has 40'],
    ['> . 1:1(0) <nop,>', 'expected a TCP option, found `>`'],
    ['> . 1:1(0) <what>', 'expected a TCP option, found `what`'],
    ['> . 1:1(0) <FO abc>', 'an even number of hex digits'],
    ['> . 1:1(0) <md5 00ff>', 'an MD5 digest has 16 octets, this one 2'],
  ])('says what is wrong with %s', (text, message) => {
    expect(refusal(`0 ${text}`)).toContain(message);
  });
});

describe('TCP options', () => {
  it('stand in their order', () => {
    expect(options('<mss 1460,sackOK,TS val 1 ecr 2,nop,wscale 7>')).toEqual([
      { kind: 'mss', mss: 1460 },
      { kind: 'sackOk' },
      { kind: 'ts', val: 1, ecr: 2, literalEcr: false },
      { kind: 'nop' },
      { kind: 'wscale', shift: 7 },
    ]);
  });

  it.each([
    [
      '<sack 1:2 3:4294967295,eol,nop>',
      {
        kind: 'sack',
        blocks: [
          { from: 1, to: 2 },
          { from: 3, to: 4294967295 },
        ],
      },
    ],
    ['<TS val ... ecr 9!,nop,nop>', { kind: 'ts', val: null, ecr: 9, literalEcr: true }],
    ['<FO,nop,nop>', { kind: 'fastOpen', experimental: false, cookie: bytes() }],
    [
      '<FO 12345678,nop,nop>',
      { kind: 'fastOpen', experimental: false, cookie: bytes(0x12, 0x34, 0x56, 0x78) },
    ],
    [
      '<FO 0012abcd,nop,nop>',
      { kind: 'fastOpen', experimental: false, cookie: bytes(0, 0x12, 0xab, 0xcd) },
    ],
    ['<FO ...>', { kind: 'fastOpen', experimental: false, cookie: null }],
    ['<FOEXP abcd,nop,nop>', { kind: 'fastOpen', experimental: true, cookie: bytes(0xab, 0xcd) }],
    ['<exp-FO>', { kind: 'fastOpen', experimental: true, cookie: bytes() }],
    ['<md5 valid,nop,nop>', { kind: 'md5', digest: null }],
    [`<md5 ${'0f'.repeat(16)},nop,nop>`, { kind: 'md5', digest: new Uint8Array(16).fill(15) }],
    [
      '<ECN e0b 258 ceb 3 e1b 4,nop>',
      { kind: 'raw', octets: bytes(172, 11, 0, 1, 2, 0, 0, 3, 0, 0, 4) },
    ],
    ['<ECN e1b 1,nop,nop,nop>', { kind: 'raw', octets: bytes(174, 5, 0, 0, 1) }],
    ['<AccECN0,nop,nop>', { kind: 'raw', octets: bytes(172, 2) }],
    ['<AccECN1 ee1b 1 eceb 2>', { kind: 'raw', octets: bytes(174, 8, 0, 0, 1, 0, 0, 2) }],
    ['<exp-AccECN1,>', null],
    ['<exp-AccECN1>', { kind: 'raw', octets: bytes(254, 4, 0xac, 0xc1) }],
    ['<exp-tarr>', { kind: 'raw', octets: bytes(254, 4, 0, 0xac) }],
    ['<gen-30 0102>', { kind: 'raw', octets: bytes(30, 4, 1, 2) }],
    ['<exp-f989>', { kind: 'raw', octets: bytes(254, 4, 0xf9, 0x89) }],
    ['<1e040102>', { kind: 'raw', octets: bytes(30, 4, 1, 2) }],
    ['<30040102>', { kind: 'raw', octets: bytes(48, 4, 1, 2) }],
  ])('reads %s', (text, first) => {
    if (first === null) expect(() => options(text)).toThrow('expected a TCP option');
    else expect(options(text)?.[0]).toEqual(first);
  });

  it('take hex that is defined', () => {
    const cookie = (value: string) => options('<FO COOKIE>', { COOKIE: value })?.[0];
    expect(cookie('abcd')).toMatchObject({ cookie: bytes(0xab, 0xcd) });
    expect(cookie('0012')).toMatchObject({ cookie: bytes(0, 0x12) });
  });
});

describe('an ICMP packet', () => {
  it('quotes a segment, which may travel in UDP', () => {
    expect(packet('< icmp unreachable frag_needed mtu 800 [5:15(10)/udp(7 > 9)]')).toEqual({
      kind: 'icmp',
      direction: 'in',
      ip: { ttl: null, tos: null, ecn: null, dscp: null, flowLabel: null },
      ...{ type: 'unreachable', code: 'frag_needed', mtu: 800, id: null },
      quoted: { seq: 5, length: 10, udp: { from: 7, to: 9 } },
      quotedOther: null,
    });
  });

  it('may say less, and quote what is no segment', () => {
    expect(packet('< icmp packet_too_big mtu 1300')).toMatchObject({
      code: null,
      mtu: 1300,
      quoted: null,
    });
    expect(packet('< icmp echo_request id 5 [raw(20)]')).toMatchObject({
      id: 5,
      quotedOther: { protocol: 'raw', length: 20 },
    });
    expect(packet('< icmp unreachable CODE [udp(8)]', { CODE: 'no_route' })).toMatchObject({
      code: 'no_route',
      quotedOther: { protocol: 'udp', length: 8 },
    });
    expect(packet('< icmp 3 4')).toMatchObject({ type: '3', code: '4' });
    expect(packet('< icmp redirect\n 5 close(3) = 0')).toMatchObject({ code: null });
  });
});
