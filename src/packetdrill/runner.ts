import { SeededRandom } from '../base/random.ts';
import type { Micros } from '../base/timer-queue.ts';
import type {
  CodeAction,
  IcmpPacket,
  Script,
  ScriptEvent,
  ShellAction,
  ShellText,
  SyscallAction,
  TcpPacket,
} from './ast.ts';
import { momentFrom, playMoment, type ScriptMoment } from './at-once.ts';
import { Bench } from './bench.ts';
import { Calls, type Endpoints } from './calls/index.ts';
import { CodeProgram } from './code.ts';
import { type Config, configOf } from './config.ts';
import { Exchange } from './exchange.ts';
import { Flows } from './flows.ts';
import { LONGEST_CALL, LONGEST_IDLE, LONGEST_RUN, MOST_BLOCKS } from './limits.ts';
import { seconds } from './notation.ts';
import type { FieldDifference, Problem, ProblemKind, ScriptResult } from './outcome.ts';
import type { PendingCall as Pending } from './pending-call.ts';
import type { RunOptions } from './run-options.ts';
import { runShell } from './shell/index.ts';
import { Stop, unreadable } from './stop.ts';
import { isLate, type Moment, momentOf, wrongTime } from './timing.ts';
import { PASSED, type Verdict } from './verdict.ts';

/**
 * Runs a script against a stack of its own, in virtual time. The result depends on the script and the options
 * alone; a script that does not end by itself is stopped. Never throws for what a script says: TypeError where
 * `o.system` is missing, RangeError where there is no such system.
 */
export function runScript(script: Script, o: RunOptions): ScriptResult {
  let config: Config;
  try {
    config = configOf(script, o);
  } catch (error) {
    return unreadable(script.path, error);
  }
  return new Runner(script, config, o).run();
}

class Runner {
  readonly #script: Script;
  readonly #config: Config;
  readonly #isStrict: boolean;
  readonly #logsPassed: boolean;
  readonly #bench: Bench;
  readonly #flows: Flows;
  readonly #calls: Calls;
  readonly #exchange: Exchange;
  readonly #code = new CodeProgram();
  readonly #warnings: Problem[] = [];
  /** The event that is being played. */
  #event: ScriptEvent;
  #events = 0;
  /** When the event before was to happen; null before the first. */
  #lastAt: Micros | null = null;
  #pending: Pending | null = null;
  /** The turn goes on after the event that is being played. */
  #holds = false;

  constructor(script: Script, config: Config, o: RunOptions) {
    this.#script = script;
    this.#config = config;
    this.#isStrict = o.strict ?? false;
    this.#logsPassed = o.logsPassed ?? true;
    this.#event = script.events[0] as ScriptEvent;
    const random = new SeededRandom(o.seed ?? 1);
    this.#bench = new Bench(config, random, o.watch ?? null);
    const flows = new Flows(config.dialect, config.bindPort, config.connectPort);
    this.#flows = flows;
    const { version: family, local, remote, bindPort } = config;
    const endpoints: Endpoints = {
      ...{ family, local, remote, bindPort },
      get connectPort() {
        return flows.connectPort;
      },
    };
    this.#calls = new Calls(this.#bench.stack, endpoints);
    this.#exchange = new Exchange(this.#bench, flows, config);
  }

  run(): ScriptResult {
    const { init, events } = this.#script;
    let problem: Problem | null = null;
    try {
      if (init !== null) this.#command(init);
      this.#bench.start();
      if (this.#config.answersAtOnce) this.#playMoments(events);
      else for (const event of events) this.#play(event);
      this.#awaitCall();
      this.#cleanUp();
      this.#runCode();
      this.#judgeLeftOver();
    } catch (error) {
      if (error instanceof Stop) problem = error.problem;
      else throw error;
    }
    if (problem !== null) this.#cleanUpAfter();
    return this.#result(problem);
  }

  #result(problem: Problem | null): ScriptResult {
    const isUnsupported = problem?.kind === 'unsupported';
    return {
      path: this.#script.path,
      outcome: problem === null ? 'passed' : isUnsupported ? 'unsupported' : 'failed',
      problem,
      warnings: this.#warnings,
      leftOver: this.#exchange.leftOver(),
      log: problem === null && !this.#logsPassed ? [] : this.#exchange.entries(),
      time: this.#bench.now,
      events: this.#events,
    };
  }

  /** Plays the events, all of a moment as one turn. */
  #playMoments(events: readonly ScriptEvent[]): void {
    for (let i = 0; i < events.length; ) {
      const moment = momentFrom(events, i);
      if (moment === null) this.#play(events[i++] as ScriptEvent);
      else {
        i += moment.before.length + moment.packets.length + moment.after.length;
        this.#playAtOnce(moment);
      }
    }
  }

  #playAtOnce(moment: ScriptMoment): void {
    this.#holds = true;
    const left = playMoment(moment, {
      play: (event) => this.#play(event),
      waits: () => this.#pending !== null,
      turn: () => this.#bench.turn(),
      watch: (told) => this.#bench.stack.posix.watch({ changed: told }),
    });
    this.#holds = false;
    this.#bench.turn();
    this.#afterTurn();
    if (this.#pending?.until === null) this.#awaitReturn(this.#pending);
    for (const event of left) this.#play(event);
  }

  #play(event: ScriptEvent): void {
    this.#event = event;
    const { action } = event;
    const { now } = this.#bench;
    const m = momentOf(event.when, now);
    if (m.until > LONGEST_RUN) {
      this.#stop('limit', 'events within 30 days', `one at ${seconds(m.until)} s`);
    }
    switch (action.kind) {
      case 'tcp':
      case 'icmp':
        if (action.direction === 'in') this.#inject(action, m);
        else this.#expect(action, m);
        break;
      case 'syscall':
        this.#call(action, m);
        break;
      case 'shell':
        this.#shell(action, m);
        break;
      case 'code':
        this.#snapshot(action, m);
        break;
    }
    this.#lastAt = m.at;
    this.#events++;
  }

  /** Lets time pass until the event is due. */
  #await(m: Moment): void {
    this.#advance(m.at);
    const { now } = this.#bench;
    if (this.#events === 0 || !isLate(now, m, this.#lastAt, this.#config.tolerance)) return;
    this.#stop(
      'time',
      `to begin at ${seconds(m.at)} s`,
      `it could only begin at ${seconds(now)} s`,
    );
  }

  /** Lets time pass until `to`; what is due at that very moment comes after what the script does then. */
  #advance(to: Micros): void {
    this.#bench.advance(to);
    this.#afterTurn();
  }

  #afterTurn(): void {
    if (this.#bench.isOutOfBreath) {
      this.#stop('limit', 'a script that ends', 'the stack does something without end');
    }
    const { fault } = this.#bench;
    if (fault !== null) this.#stop('fault', 'a stack that goes on', fault);
    if (this.#pending?.verdict !== null && this.#pending !== null) this.#returned(this.#pending);
  }

  #inject(p: TcpPacket | IcmpPacket, m: Moment): void {
    this.#await(m);
    const wrong = this.#exchange.inject(p, this.#event, this.#holds);
    if (wrong !== null) this.#stop(wrong.kind, wrong.expected, wrong.actual);
    this.#afterTurn();
  }

  #expect(p: TcpPacket | IcmpPacket, m: Moment): void {
    const { tolerance, nonFatal } = this.#config;
    const { found, wrong } = this.#exchange.expect(p, this.#event, m, this.#lastAt, () =>
      this.#afterTurn(),
    );
    let problem = wrong;
    const time = found === null ? null : wrongTime(found, m, this.#lastAt, tolerance);
    if (problem === null && time !== null) problem = { kind: 'time', fields: [], ...time };
    else if (problem !== null && time !== null) {
      const expected = `${problem.expected}\nat ${time.expected}`;
      // Of several lines, the first is the packet.
      const actual = problem.actual.replace(/$|\n/, (end) => `\nat ${time.actual}${end}`);
      problem = { ...problem, expected, actual };
    }
    if (problem === null) return;
    const told = this.#problem(problem.kind, problem.expected, problem.actual, problem.fields);
    if (!nonFatal.packet || problem.kind === 'missing packet') throw new Stop(told);
    this.#warnings.push(told);
  }

  #call(a: SyscallAction, m: Moment): void {
    this.#advance(m.at);
    this.#awaitCall();
    this.#await(m);
    const began = this.#bench.now;
    const { when } = this.#event;
    const base = when.kind === 'relative' ? m.at - when.at : 0;
    const until = a.until === null ? null : base + a.until;
    const pending: Pending = {
      ...{ event: this.#event, call: a, began, until, verdict: null, ended: began },
    };
    this.#exchange.note(this.#event);
    this.#flows.before(a);
    this.#bench.guard(() =>
      this.#calls.start(a, (verdict) => {
        pending.verdict ??= verdict;
        pending.ended = this.#bench.now;
      }),
    );
    const hasReturned = pending.verdict !== null;
    if (!hasReturned) this.#pending = pending;
    if (!this.#holds) this.#bench.turn();
    if (this.#bench.fault === null && hasReturned) this.#returned(pending);
    this.#afterTurn();
    if (!this.#holds && until === null && this.#pending === pending) this.#awaitReturn(pending);
  }

  /** A call that is to return at once waits all the same: time passes until it does. */
  #awaitReturn(pending: Pending): void {
    const limit = this.#bench.now + LONGEST_CALL;
    while (this.#pending === pending && this.#bench.step(limit)) this.#afterTurn();
    if (this.#pending === pending) this.#didNotReturn(pending);
  }

  /** Waits for the blocking call that is under way, but not for ever: there can only be one. */
  #awaitCall(): void {
    const limit = this.#bench.now + LONGEST_IDLE;
    while (this.#pending !== null && this.#bench.step(limit)) this.#afterTurn();
    if (this.#pending === null) return;
    this.#bench.advance(limit);
    this.#didNotReturn(this.#pending);
  }

  #returned(p: Pending): void {
    if (this.#pending === p) this.#pending = null;
    const verdict = p.verdict ?? PASSED;
    if (verdict.kind === 'passed') this.#flows.after(p.call);
    else if (verdict.kind === 'unsupported') this.#unsupported(verdict.what, p.event);
    else {
      const { expected, actual } = verdict;
      const told = this.#problem('system call', expected, actual, [], p.event);
      if (!this.#config.nonFatal.syscall) throw new Stop(told);
      this.#warnings.push(told);
      this.#flows.after(p.call);
    }
    if (p.until === null) return;
    const moment = { at: p.until, until: p.until, isAny: false };
    const wrong = wrongTime(p.ended, moment, p.began, this.#config.tolerance);
    if (wrong === null) return;
    const expected = `to return at ${wrong.expected}`;
    throw new Stop(this.#problem('time', expected, `it returned at ${wrong.actual}`, [], p.event));
  }

  #didNotReturn(p: Pending): never {
    const when = p.until === null ? 'at once' : `at ${seconds(p.until)} s`;
    const { now } = this.#bench;
    const actual =
      p.until === null
        ? `it has not returned ${seconds(now - p.began)} s later`
        : `it has not returned by ${seconds(now)} s`;
    throw new Stop(this.#problem('system call', `to return ${when}`, actual, [], p.event));
  }

  #shell(a: ShellAction, m: Moment): void {
    this.#await(m);
    this.#exchange.note(this.#event);
    this.#run(a.text);
  }

  /** Runs a shell command, and what comes of it. */
  #run(text: string): void {
    let verdict: Verdict = PASSED;
    this.#bench.guard(() => {
      verdict = runShell(text, this.#bench.stack);
    });
    this.#bench.turn();
    this.#afterTurn();
    this.#judge(verdict, 'shell');
  }

  #judge(verdict: Verdict, kind: ProblemKind): void {
    if (verdict.kind === 'passed') return;
    if (verdict.kind === 'unsupported') this.#unsupported(verdict.what, this.#event);
    this.#stop(kind, verdict.expected, verdict.actual);
  }

  #snapshot(a: CodeAction, m: Moment): void {
    this.#await(m);
    if (this.#code.length >= MOST_BLOCKS) {
      this.#stop('limit', `at most ${MOST_BLOCKS} blocks of code`, 'one more');
    }
    this.#code.add(a.text, this.#calls.infoOf(), this.#event.line);
  }

  /** The command before the script's first event. */
  #command(command: ShellText): void {
    const event: ScriptEvent = {
      ...{ line: command.line, column: command.column, text: `\`${command.text.trim()}\`` },
      ...{ when: { kind: 'absolute', at: 0 }, action: { kind: 'shell', text: command.text } },
    };
    this.#event = event;
    this.#run(command.text);
  }

  #cleanUp(): void {
    const { cleanup, events } = this.#script;
    if (cleanup !== null) this.#command(cleanup);
    this.#event = events.at(-1) as ScriptEvent;
  }

  /** The command at the end is run whatever has happened; how it comes out does not matter any more. */
  #cleanUpAfter(): void {
    const { cleanup } = this.#script;
    if (cleanup === null) return;
    this.#bench.guard(() => void runShell(cleanup.text, this.#bench.stack));
  }

  #runCode(): void {
    for (const { line, verdict } of this.#code.run()) {
      if (verdict.kind === 'passed') continue;
      const blocks = this.#script.events.filter((e) => e.action.kind === 'code' && e.line <= line);
      const event = { ...(blocks.at(-1) ?? this.#event), line };
      if (verdict.kind === 'unsupported') this.#unsupported(verdict.what, event);
      throw new Stop(this.#problem('code', verdict.expected, verdict.actual, [], event));
    }
  }

  #judgeLeftOver(): void {
    if (!this.#isStrict) return;
    const [first, ...more] = this.#exchange.leftOver();
    if (first === undefined) return;
    const rest = more.length === 0 ? '' : `, and ${more.length} more`;
    this.#stop(
      'left over',
      'no packet after those',
      `${first.text} at ${seconds(first.at)} s${rest}`,
    );
  }

  #problem(
    kind: ProblemKind,
    expected: string,
    actual: string,
    fields: readonly FieldDifference[] = [],
    event: ScriptEvent = this.#event,
  ): Problem {
    const { line, text } = event;
    const field = fields[0] ?? null;
    return { kind, line, text, field, fields, expected, actual, at: this.#bench.now };
  }

  #stop(kind: ProblemKind, expected: string, actual: string): never {
    throw new Stop(this.#problem(kind, expected, actual));
  }

  #unsupported(what: string, event: ScriptEvent): never {
    throw new Stop(this.#problem('unsupported', 'what the runner knows', what, [], event));
  }
}
