import type { Lang } from '../base/words.ts';

/** What is said about packets and files; one phrase each, joined by {@link ExportWords.and}. */
export interface ExportWords {
  /** What stands between two phrases, after the segment's name, and between two sentences. */
  readonly and: string;
  readonly colon: string;
  readonly next: string;
  lost(to: string | null): string;
  readonly inFlight: string;
  heldBack(by: string | null): string;
  wasHeldBack(by: string): string;
  readonly overtaken: string;
  readonly wasOvertaken: string;
  readonly doubled: string;
  readonly wasDoubled: string;
  copy(from: string | null): string;
  readonly corrupted: string;
  readonly wasCorrupted: string;
  readonly injected: string;
  readonly retransmission: string;
  /** A host breaks a clause on purpose. */
  notReal(host: string, whatIf: string, clause: string): string;
  /** What a file is, in its head. */
  file(scenario: string, seed: number, hosts: readonly string[]): string;
  interventions(texts: readonly string[]): string;
  /** An intervention that found no segment to be done to. */
  missed(text: string): string;
  omitted(n: number): string;
}

const en: ExportWords = {
  and: '; ',
  colon: ': ',
  next: ' ',
  lost: (to) => `lost on the way: never arrived${to === null ? '' : ` at ${to}`}`,
  inFlight: 'not seen to arrive before the run ended',
  heldBack: (by) => `held back on the way${by === null ? '' : `: arrives ${by} after it was sent`}`,
  wasHeldBack: (by) => `held back on the way: sent ${by} before`,
  overtaken: 'reordered on the way: others overtake it',
  wasOvertaken: 'reordered on the way: others overtook it',
  doubled: 'doubled on the way: arrives twice',
  wasDoubled: 'doubled on the way: this is the first to arrive',
  copy: (from) => `a copy made on the way: ${from ?? 'its sender'} sent it only once`,
  corrupted: 'corrupted on the way: shown here as it was sent',
  wasCorrupted: 'corrupted on the way: shown here as it arrived',
  injected: 'injected from outside: no host of this run sent it',
  retransmission: 'retransmission: carries sequence numbers that were sent before',
  notReal: (host, whatIf, clause) =>
    `not real TCP: ${host} runs with the what-if ${whatIf}, which breaks ${clause}`,
  file: (scenario, seed, hosts) =>
    `A simulated run${scenario === '' ? '' : ` of ${scenario}`}, seed ${seed}, seen at ${hosts.join(' and ')}.`,
  interventions: (texts) => `Done to it: ${texts.join(', ')}.`,
  missed: (text) => `${text} (there was no such segment)`,
  omitted: (n) => `Incomplete: ${n} frames and segments were not kept.`,
};

const zh: ExportWords = {
  and: '；',
  colon: '：',
  next: '',
  lost: (to) => (to === null ? '途中丢失，没有到达' : `途中丢失，没有到达 ${to}`),
  inFlight: '到运行结束时仍未到达',
  heldBack: (by) => (by === null ? '途中延迟' : `途中延迟：发出 ${by} 后才到达`),
  wasHeldBack: (by) => `途中延迟：${by} 前发出`,
  overtaken: '途中乱序：后发的报文段会超过它',
  wasOvertaken: '途中乱序：后发的报文段超过了它',
  doubled: '途中变成两份：会到达两次',
  wasDoubled: '途中变成两份：这是先到的一份',
  copy: (from) => `途中多出的副本：${from ?? '发送方'} 只发过一次`,
  corrupted: '途中损坏：这里是发出时的样子',
  wasCorrupted: '途中损坏：这里是到达时的样子',
  injected: '外部注入：不是这次运行里哪台主机发的',
  retransmission: '重传：这些序号以前发过',
  notReal: (host, whatIf, clause) =>
    `不是真正的 TCP：${host} 打开了“假如”${whatIf}，违反 ${clause}`,
  file: (scenario, seed, hosts) =>
    `模拟运行${scenario === '' ? '' : ` ${scenario}`}，种子 ${seed}，抓包位置：${hosts.join('、')}。`,
  interventions: (texts) => `运行时的干预：${texts.join('，')}。`,
  missed: (text) => `${text}（没有这个报文段）`,
  omitted: (n) => `不完整：有 ${n} 个事件和报文段没有保留。`,
};

/** Everything that is said, in each language. */
export const EXPORT_WORDS: Readonly<Record<Lang, ExportWords>> = { en, zh };
