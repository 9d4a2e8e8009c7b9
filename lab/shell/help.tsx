import type { Words } from '../../src/base/words.ts';
import { shortcuts, t } from '../state/store.ts';

const SHORTCUTS: Words = { zh: '使用这些快捷键', en: 'Use these keys' };
const KEYS: Words = { zh: '快捷键', en: 'Keys' };

const WAYS: readonly Words[] = [
  {
    zh: '点一下报文段的箭头，就能丢掉、延迟、复制、乱序或弄坏它。已经过去的也行：会另开一条时间线，原来的留着。',
    en: 'Tap the arrow of a segment to lose, delay, double, reorder or corrupt it. It may be past: then another timeline begins, and the old one stays.',
  },
  {
    zh: '一步一步走，往回退，拖时间轴：随便看，引擎不会重跑。',
    en: 'Step, go back, drag the timeline: look as you like; nothing is run again for it.',
  },
  {
    zh: '左边说发生了什么、为什么；右边是首部的每一位、TCB、队列和套接字。',
    en: 'On the left: what happened, and why. On the right: every bit of the headers, the TCB, queues and sockets.',
  },
  {
    zh: '“假如…”可以拆掉 TCP 的一条规则，看会出什么事。拆了规则的运行围着黄黑条纹：那不是真正的 TCP。',
    en: '"What if" takes away a rule of TCP. A run without a rule has a striped border: that is not real TCP.',
  },
  {
    zh: '“先猜再看”会藏起后面的事，先问你。',
    en: '"Predict" hides what comes, and asks you first.',
  },
];

const LIST: readonly (readonly [keys: string, says: Words])[] = [
  ['Space', { zh: '播放，暂停', en: 'play, pause' }],
  ['← →', { zh: '后退、前进一步', en: 'a step back, a step on' }],
  ['Shift ← →', { zh: '上一个、下一个报文段', en: 'the previous, the next segment' }],
  ['Home End', { zh: '开头，结尾', en: 'beginning, end' }],
  ['T', { zh: '下一个定时器到期', en: 'the next timer that expires' }],
  ['↑ ↓', { zh: '选报文段', en: 'select a segment' }],
  ['Enter', { zh: '看选中的报文段的每一位', en: 'inspect the selected segment' }],
  ['D', { zh: '丢掉', en: 'drop it' }],
  ['L', { zh: '延迟', en: 'delay it' }],
  ['U', { zh: '复制', en: 'duplicate it' }],
  ['R', { zh: '乱序', en: 'reorder it' }],
  ['C', { zh: '弄坏一位', en: 'corrupt a bit of it' }],
  ['Z', { zh: '撤销', en: 'undo' }],
  ['B', { zh: '和另一条时间线对比', en: 'compare with another timeline' }],
  ['W', { zh: '假如……', en: 'what if …' }],
  ['P', { zh: '先猜再看', en: 'predict' }],
  ['G', { zh: '所有场景', en: 'all scenarios' }],
  ['V', { zh: '表格', en: 'the table' }],
  [
    '1 2 3 4 5',
    { zh: '报文段、变量、队列、套接字、状态', en: 'segment, TCB, queues, sockets, states' },
  ],
  ['N', { zh: '序号的写法', en: 'how numbers are written' }],
  ['F', { zh: '演示', en: 'present' }],
  ['?', { zh: '这一页', en: 'this page' }],
];

export function Help() {
  return (
    <section class="help" data-testid="help">
      <ul class="help-ways">
        {WAYS.map((w) => (
          <li key={w.en}>{t(w)}</li>
        ))}
      </ul>
      <h3>{t(KEYS)}</h3>
      <label class="help-switch">
        <input
          type="checkbox"
          data-testid="shortcuts"
          checked={shortcuts.value}
          onChange={(e) => {
            shortcuts.value = e.currentTarget.checked;
          }}
        />
        {t(SHORTCUTS)}
      </label>
      <table class="help-keys">
        <tbody>
          {LIST.map(([keys, says]) => (
            <tr key={keys}>
              <th scope="row">
                {keys.split(' ').map((k) => (
                  <kbd key={k}>{k}</kbd>
                ))}
              </th>
              <td>{t(says)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
