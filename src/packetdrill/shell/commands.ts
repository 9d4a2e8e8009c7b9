import { didYouMean } from '../../base/nearest.ts';
import type { DrillStack } from '../stack.ts';
import { FILE_COMMANDS } from './files.ts';
import { routeChange } from './route.ts';
import { complains, type Outcome, type Run, settingOfFile, succeeded, Unsupported } from './run.ts';
import { ethtool, setkey, trafficControl } from './system.ts';
import { fileText, nstat, sockstat, tcpdrop } from './tables.ts';

/** The commands by name; a path before the name means nothing, but for scripts that are files. */
const COMMANDS: Readonly<Record<string, Run>> = {
  true: () => succeeded(),
  false: () => complains('', 1),
  ':': () => succeeded(),
  sleep: () => succeeded(), // a script's clock stands still while a command runs
  echo: (args) => succeeded(`${args.filter((a, i) => i > 0 || a !== '-n').join(' ')}\n`),
  grep,
  sysctl,
  'set_sysctls.py': setSysctls,
  'defaults.sh': (_args, _input, stack) => {
    stack.settings.useDefaults();
    return succeeded();
  },
  // The module that gives FreeBSD its TCP_MD5SIG; here it is part of the stack.
  kldstat: () => succeeded(),
  kldload: () => succeeded(),
  setkey,
  sockstat,
  tcpdrop,
  nstat,
  tc: trafficControl,
  ethtool,
  ip: routeChange,
  ...FILE_COMMANDS,
};

/** The command of that name. Throws Unsupported where there is none. */
export function findCommand(name: string): Run {
  if (/^\/tmp\/sysctl_restore_\$\{?PPID\}?\.sh$/.test(name)) return restore;
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (Object.hasOwn(COMMANDS, base)) return COMMANDS[base] as Run;
  const known = Object.keys(COMMANDS).sort();
  const hint = didYouMean(base, known) || `; there are ${known.join(', ')}`;
  throw new Unsupported(`the command ${name}${hint}`);
}

function unknownSetting(name: string, { settings }: DrillStack): Unsupported {
  const others = settings.ownerOf(name);
  const hint =
    others === null ? didYouMean(name, settings.names()) : `; it is for --profile ${others}`;
  return new Unsupported(`sysctl ${name}${hint}`);
}

/** `sysctl [-w] [-q] [-e] [-n] [name | name=value]...` */
function sysctl(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const flags = args.filter((a) => a.startsWith('-'));
  const wrong = flags.find((f) => !/^-[wqenin]+$/.test(f));
  if (wrong !== undefined) throw new Unsupported(`sysctl ${wrong}`);
  const ignores = flags.some((f) => /[ei]/.test(f));
  let out = '';
  let last: Outcome = succeeded();
  for (const arg of args.filter((a) => !a.startsWith('-'))) {
    const [key = '', ...rest] = arg.split('=');
    const name = key.replaceAll('/', '.');
    if (stack.settings.isAbsent(name)) {
      if (!ignores) last = complains(`sysctl: cannot stat ${name}`, 255);
      continue;
    }
    if (!stack.settings.has(name)) throw unknownSetting(name, stack);
    if (rest.length > 0) {
      const wrong = stack.settings.set(name, rest.join('='));
      if (wrong !== null) last = complains(`sysctl: ${wrong}`, 255);
    } else out += `${name}: ${stack.settings.get(name)}\n`;
  }
  return { ...last, out };
}

/** `set_sysctls.py /proc/sys/net/...=value ...`, which makes a script that undoes it. */
function setSysctls(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const { settings } = stack;
  const pairs = args.map((arg) => {
    const [path = '', ...value] = arg.split('=');
    const name = settingOfFile(path);
    if (name === null || !settings.has(name)) throw unknownSetting(name ?? path, stack);
    return [name, value.join('=')] as const;
  });
  settings.keep(pairs.map(([name]) => name));
  const wrong = pairs.map(([name, value]) => settings.set(name, value)).find((w) => w !== null);
  return wrong == null ? succeeded() : complains(wrong);
}

function restore(_args: readonly string[], _input: string, stack: DrillStack): Outcome {
  if (!stack.settings.restore()) return complains('nothing was set that could be restored', 127);
  return succeeded();
}

/** `grep [-c] [-q] TEXT [FILE...]`; the text stands for itself. */
function grep(args: readonly string[], input: string, stack: DrillStack): Outcome {
  const flags = args.filter((a) => /^-/.test(a));
  const wrong = flags.find((f) => !/^-[cqF]+$/.test(f));
  if (wrong !== undefined) throw new Unsupported(`grep ${wrong}`);
  const [text, ...files] = args.filter((a) => !/^-/.test(a));
  if (text === undefined || /[\\^$.*[\]]/.test(text)) throw new Unsupported(`grep ${text ?? ''}`);
  const read = files.length === 0 ? input : files.map((f) => fileText(f, stack)).join('');
  const lines = read.split('\n').filter((line) => line !== '' && line.includes(text));
  const found = lines.length > 0;
  const has = (letter: string): boolean => flags.some((f) => f.includes(letter));
  const printed = has('c') ? `${lines.length}\n` : lines.map((l) => `${l}\n`).join('');
  return { status: found ? 0 : 1, out: has('q') ? '' : printed, complaint: '' };
}
