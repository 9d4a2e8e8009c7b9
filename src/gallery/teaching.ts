import type { Words } from '../base/words.ts';

/** An item of the mission that is a way of teaching: which exhibit shows it, and how one gets to see it. */
export interface Showing {
  readonly item: number;
  readonly exhibit: string;
  /** What to run, after `synwave`. */
  readonly run: string;
  readonly says: Words;
}

const show = (item: number, exhibit: string, options: string, zh: string, en: string): Showing => ({
  item,
  exhibit,
  run: `run ${exhibit}${options === '' ? '' : ` ${options}`}`,
  says: { zh, en },
});

/** Items 102 to 117, and the tables of 87 and 107: not mechanisms of TCP, but ways to see them. */
// biome-ignore format: a table
export const TEACHING: readonly Showing[] = [
  show(102, 'open/basic', '--format narrate --voice letters',
    '情书的口吻：一个报文段一封信', 'as love letters: one for each segment'),
  show(103, 'close/basic', '--format narrate --voice letters',
    '分手的口吻讲四次挥手', 'the close as a break-up'),
  show(104, 'open/basic', '--format narrate --voice playground',
    '操场喊话：每一声证明了什么', 'shouts across a playground, and what each proves'),
  show(105, 'close/half-close', '--format narrate --voice playground',
    '挂电话：小明还在说', 'ending the call while Ming still talks'),
  show(106, 'open/lost-ack3', '--side A',
    '只看 A 知道的：没有上帝视角', 'what A alone knows: no god’s-eye view'),
  show(107, 'open-and-close', '--format narrate --voice letters',
    '一句话口诀，句句对得上报文段', 'the one-sentence mnemonics, bound to segments'),
  show(107, 'close/half-close', '--format narrate --voice letters',
    '“要等爱意释放完全”：挥手为什么是四次', '"only when all is said": why four to close'),
  show(107, 'tw/restart', '--format narrate --voice letters',
    '“分手也要体面”：等 2MSL', '"part with grace": waiting for 2 MSL'),
  show(107, 'alive/dead-client', '--format narrate --voice letters',
    '“心中有杆秤”：保活', '"the heart has its scale": keepalive'),
  show(108, 'close/simultaneous', '--format svg -o close.svg',
    '九张图都由运行当场画出，没有一张是手画的', 'all nine diagrams are drawn from a run, none by hand'),
  show(109, 'close/basic', '--ascii',
    'ASCII 时序图', 'a sequence diagram in ASCII'),
  show(110, 'open/basic', '--format mermaid',
    'Mermaid 时序图', 'a sequence diagram for Mermaid'),
  show(111, 'open-and-close', '--format narrate --voice playground',
    '对照表的七行，一行一个报文段', 'the seven rows of the table, each bound to a segment'),
  show(112, 'tw/restart', '',
    'TIME-WAIT 的理由，每个都有一次运行为证', 'the reasons for TIME-WAIT, a run for each'),
  show(112, 'tw/reopened', '--format narrate',
    '第二个理由：旧报文段和新连接', 'the second reason: old segments and a new connection'),
  show(113, 'open/lost-ack3', '--step',
    '问答：每个场景先问一题，运行给出答案', 'questions: each exhibit asks one, and the run answers'),
  show(114, 'close/simultaneous', '--format states',
    '十一个状态和走过的路', 'the eleven states, and the path taken'),
  show(115, 'open/simultaneous', '--format states',
    '结合场景走一遍状态机', 'the state machine, walked by a scenario'),
  show(116, 'close/citations', '--format narrate',
    '每一步都注明 RFC 的条款', 'every step cites its clause'),
  show(117, 'open/names', '--lang zh --format narrate',
    '双语术语：synwave glossary', 'terms in both languages: synwave glossary'),
];
