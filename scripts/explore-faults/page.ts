import { join } from 'node:path';
import { PLANTED } from './faults.ts';
import type { PlantedFault } from './planted.ts';
import type { Entry } from './record.ts';

/** The page that lists the planted faults, between two marks. */
export const PAGE = join('docs', 'explore.md');

const BETWEEN = /(<!-- faults:begin -->\n)[\s\S]*?(<!-- faults:end -->)/;

/** `page` with what the record says. */
export function withTable(page: string, record: readonly Entry[]): string {
  return page.replace(BETWEEN, (_, begin, end) => `${begin}${table(record)}${end}`);
}

function table(record: readonly Entry[]): string {
  const rows = record.map((e) => {
    const fault = PLANTED.find((f) => f.title.en === e.title.en);
    const cells = [
      `${e.title.en} · ${e.title.zh}`,
      `\`${fault?.file ?? '?'}\``,
      `${e.world}, ${e.profile}`,
      boundsOf(fault),
      e.breaks === 'engine' ? 'the engine’s own invariants · 引擎自身的不变式' : `\`${e.breaks}\``,
      String(e.run.length),
      e.states.toLocaleString('en'),
      e.seconds.toFixed(1),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return [
    `\n${record.length} faults are found. · 植入 ${record.length} 个故障，全部找到。\n\n`,
    '| fault · 故障 | in · 位置 | world, profile · 世界、配置 | bounds · 界限 | broken · 违反 | ',
    'steps · 步数 | states · 状态数 | s · 秒 |\n',
    '| --- | --- | --- | --- | --- | ---: | ---: | ---: |\n',
    ...rows,
    '\nSteps are those of the shortest run that breaks the property; states, those seen until then, on two busy cores.',
    ' Bounds are the world’s own where none are given, and faults that are not named in them do not happen; without',
    ' the planted fault a search of as many states finds nothing. The runs are in `test/explore/faults.json`.\n',
    '\n步数是违反该性质的最短一次运行的步数；状态数是到那时为止见过的状态，在两个繁忙的核上测得。没有写界限的用那个世界',
    '自己的界限；界限里没有提到的网络故障不会发生。不植入故障时，搜索同样多的状态，什么也找不到。各次运行见 `test/explore/faults.json`。\n\n',
  ].join('');
}

/** `timers 1, lose 1`, in the words of the command line. */
function boundsOf(fault: PlantedFault | undefined): string {
  const bounds = Object.entries(fault?.bounds ?? {});
  return bounds.map(([name, n]) => `${name} ${n}`).join(', ');
}
