import { writeFileSync } from 'node:fs';
import type { Lang } from '../../base/words.ts';
import {
  ASKED,
  type ExploreWorld,
  PROPERTIES,
  type Property,
  QUESTIONS,
  restoredBy,
  type SearchReport,
  WORLDS,
  worldNamed,
} from '../../explore/index.ts';
import { clauseText, padEnd, wrap } from '../../ladder/index.ts';
import { toJson } from '../action-check.ts';
import { Crew, type Searched } from '../explore-crew.ts';
import { type Answered, listData, questionData, worldData } from '../explore-data.ts';
import type { SearchJob } from '../explore-job.ts';
import {
  type Asked,
  type AskedQuestion,
  type AskedWorld,
  OPTIONS,
  readAsked,
} from '../explore-options.ts';
import { ExploreProgress } from '../explore-progress.ts';
import {
  boundsText,
  brokenText,
  hazardLines,
  labelled,
  lessText,
  numbers,
  WIDTH,
} from '../explore-report.ts';
import { counterexampleText, type Shown, shown } from '../explore-run-text.ts';
import { changeNames, changesOf, settingsText } from '../explore-settings.ts';
import { boundsOfWorlds, hazardsOfWorlds, named, type Row, worldsTable } from '../explore-table.ts';
import { EXPLORE_WORDS, type ExploreWords } from '../explore-words.ts';
import { EXPLORE_USAGE } from '../explore-words-usage.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import { describe } from '../problems.ts';
import { scenarioJson, type Told } from '../scenario-file.ts';
import { StopWatch } from '../signals.ts';
import type { Terminal } from '../terminal.ts';
import { Failure, readOptions, UsageError } from '../usage.ts';
import { FILE_BOUNDS } from '../world-file.ts';

/** `synwave explore`: every run of a small world, within bounds, and the shortest that breaks a rule. */
export async function explore(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const asked = readAsked(given);
  const lang = readLang(given.text('lang'), terminal.locale);
  const isJson = given.has('json');
  if (asked.questions.length + asked.worlds.length === 0) {
    if (isJson) terminal.out(toJson(listData()));
    else terminal.out(listText(lang));
    return 0;
  }
  const session = new Session(asked, terminal, lang, isJson, given.has('stats'));
  try {
    return asked.questions.length > 0 ? await session.answer() : await session.tryWorlds();
  } finally {
    await session.close();
  }
}

/** What the command line asked for, while it is being done. */
class Session {
  readonly #asked: Asked;
  readonly #terminal: Terminal;
  readonly #lang: Lang;
  readonly #isJson: boolean;
  readonly #wantsStats: boolean;
  readonly #words: ExploreWords;
  readonly #crew: Crew;
  readonly #progress: ExploreProgress;
  readonly #stop = new StopWatch();

  constructor(asked: Asked, terminal: Terminal, lang: Lang, isJson: boolean, wantsStats: boolean) {
    this.#asked = asked;
    this.#terminal = terminal;
    this.#lang = lang;
    this.#isJson = isJson;
    this.#wantsStats = wantsStats;
    this.#words = EXPLORE_WORDS[lang];
    this.#crew = new Crew(asked.jobs);
    this.#progress = new ExploreProgress(terminal, lang);
  }

  async close(): Promise<void> {
    this.#progress.clear();
    this.#stop.close();
    await this.#crew.close();
  }

  /** Each question in turn: 0 when each has its counterexample, and none by the book or with less taken away. */
  async answer(): Promise<ExitCode> {
    const data: unknown[] = [];
    const left = new Set(this.#asked.questions.flatMap((q) => this.#searchesOf(q)));
    let isAsItShouldBe = true;
    for (const q of this.#asked.questions) {
      const a = await this.#answerOne(q);
      const begun = 1 + (a.standard === null ? 0 : 1) + a.apart.length;
      for (const name of this.#searchesOf(q).slice(0, begun)) left.delete(name);
      const others = [...(a.standard === null ? [] : [a.standard]), ...a.apart];
      const isWhole =
        others.length === 1 + q.apart.length &&
        others.every((s) => s.report.outcome === 'exhausted');
      isAsItShouldBe &&= a.run !== null && isWhole;
      if (this.#isJson) data.push(questionData(a));
      else this.#say([...this.#answerText(a), this.#stopped([...left])]);
      const { asks, answer, beside } = q.question;
      const told = { story: asks, point: answer, beside };
      const restores = restoredBy(q.question);
      this.#save(a.run, q.broken.world, restores.length > 0 ? { ...told, restores } : told);
      if (this.#stop.came) break;
    }
    if (this.#isJson) {
      const { came: stopped } = this.#stop;
      this.#terminal.out(toJson({ stopped, notBegun: stopped ? [...left] : [], questions: data }));
    }
    return isAsItShouldBe ? 0 : 1;
  }

  /** What the searches of a question are called, in their order. */
  #searchesOf({ question: { id, beside }, apart }: AskedQuestion): string[] {
    // Programs are told the same in every language.
    const words = this.#isJson ? EXPLORE_WORDS.en : this.#words;
    const [open, close] = words === EXPLORE_WORDS.zh ? ['（', '）'] : [', ', ''];
    const named = (what: string): string => `${id}${open}${what}${close}`;
    const nth = (i: number): string => (apart.length > 1 ? ` ${i + 1}` : '');
    const less = apart.map((_, i) => named(`${words.lessName}${nth(i)}`));
    return [id, named(words.beside[beside]), ...less];
  }

  /** All searches of a question, or those that were begun before somebody stopped it. */
  async #answerOne(q: AskedQuestion): Promise<Answered> {
    const [own, beside, ...less] = this.#searchesOf(q) as [string, string, ...string[]];
    const broken = await this.#search(own, q.broken);
    const standard = this.#stop.came ? null : await this.#search(beside, q.standard);
    const apart: Searched[] = [];
    for (const [i, job] of q.apart.entries()) {
      if (!this.#stop.came) apart.push(await this.#search(less[i] as string, job));
    }
    return { asked: q, broken, standard, apart, run: shownOf(broken, q.broken, q.question.id) };
  }

  /** Each world in turn: 0 when each was searched to the end, and nothing was found. */
  async tryWorlds(): Promise<ExitCode> {
    const rows: (Row & { readonly run: Shown | null })[] = [];
    for (const asked of this.#asked.worlds) {
      const { world, job } = asked;
      const name = nameOf(asked);
      const searched = await this.#search(name, job);
      const run = shownOf(searched, job, world.id);
      rows.push({ asked, searched, run });
      if (run !== null && !this.#isJson) {
        const title = `${world.title[this.#lang]}  (${name})`;
        this.#say([title, counterexampleText(run, job, this.#lang)]);
      }
      this.#save(run, world, { story: world.about, point: { zh: '', en: '' } });
      if (this.#stop.came) break;
    }
    if (this.#isJson) {
      const { came: stopped } = this.#stop;
      const left = this.#asked.worlds.slice(rows.length).map(nameOf);
      const worlds = rows.map((r) => worldData(r.asked, r.searched, r.run));
      this.#terminal.out(toJson({ stopped, notBegun: left, worlds }));
    } else this.#say(this.#worldsText(rows));
    const isClean = ({ outcome }: SearchReport): boolean =>
      outcome === 'exhausted' || outcome === 'states';
    return rows.every((r) => isClean(r.searched.report)) ? 0 : 1;
  }

  async #search(what: string, job: SearchJob): Promise<Searched> {
    this.#progress.begin(what);
    try {
      return await this.#crew.search(job, (soFar) => {
        this.#progress.show(soFar);
        return this.#stop.came;
      });
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
      throw new UsageError(EXPLORE_USAGE.refused(job.world.id, describe(error).message));
    } finally {
      this.#progress.clear();
    }
  }

  #answerText({ asked, broken, standard, apart, run }: Answered): string[] {
    const { question, broken: job, apart: jobs } = asked;
    const [words, lang] = [this.#words, this.#lang];
    const whole = question.standard;
    const changed = changeNames(changesOf(job.world, whole), lang);
    const takenAway = question.takenAway[lang].replace(/[。.]$/, '');
    const said = lang === 'zh' ? `${takenAway}（${changed}）。` : `${takenAway} (${changed}).`;
    const answer = run === null ? '' : labelled(words.answer, question.answer[lang], lang);
    const parts = [
      wrap(`${question.asks[lang]}  (${question.id})`, WIDTH).join('\n'),
      labelled(words.world, question.world.about[lang], lang),
      labelled(words.changed, said, lang),
      settingsText(whole, lang, WIDTH),
      // Above the run, which may be long, and below it, where one knows what it speaks of.
      answer,
    ];
    if (run !== null) parts.push(counterexampleText(run, job, lang), answer);
    else if (broken.report.outcome === 'exhausted') {
      const isOwn = this.#asked.properties === null;
      const none = isOwn ? words.notFound : words.notFoundOf(question.properties);
      parts.push(this.#wrapped(none));
    }
    const columns: [string, Searched][] = [[words.without, broken]];
    if (standard !== null) columns.push([words.beside[question.beside], standard]);
    parts.push(numbers(columns, lang, this.#wantsStats));
    for (const [i, s] of apart.entries()) {
      const names = changeNames(changesOf((jobs[i] as SearchJob).world, whole), lang);
      parts.push(lessText(s, question.apart[i]?.takenAway[lang] ?? '', names, lang));
    }
    const isNone = apart.every((s) => s.report.outcome === 'exhausted');
    if (run !== null && isNone && apart.length > 0 && apart.length === jobs.length) {
      parts.push(this.#wrapped(words.lessNone));
    }
    const all = [broken, ...(standard === null ? [] : [standard]), ...apart];
    parts.push(labelled(words.bounds, boundsText(job.bounds, lang), lang));
    parts.push(this.#restricted(), this.#ended(all));
    if (standard !== null) parts.push(this.#verdict([standard]), this.#hazards([standard]));
    return parts;
  }

  #worldsText(rows: readonly Row[]): string[] {
    const [words, lang] = [this.#words, this.#lang];
    const all = rows.map((r) => r.searched);
    const [only] = rows;
    const isAlone = rows.length === 1 && only !== undefined;
    const parts = [
      isAlone
        ? numbers([[nameOf(only.asked), only.searched]], lang, this.#wantsStats)
        : worldsTable(rows, lang),
    ];
    if (isAlone) parts.push(settingsText(only.asked.job.world, lang, WIDTH));
    parts.push(boundsOfWorlds(rows, lang));
    if (rows.some((r) => r.asked.world.bounds === FILE_BOUNDS)) {
      parts.push(this.#wrapped(words.ownBounds));
    }
    parts.push(this.#restricted(), this.#ended(all));
    const found = all.filter((s) => s.report.counterexample !== null).length;
    if (found > 0 && !isAlone) parts.push(this.#wrapped(words.worldsSome(found)));
    else if (isAlone) parts.push(this.#verdict(all));
    else if (all.every((s) => s.report.outcome === 'exhausted')) {
      parts.push(this.#wrapped(words.worldsNone(rows.length)));
    }
    parts.push(hazardsOfWorlds(rows, lang));
    const { worlds } = this.#asked;
    parts.push(this.#stopped(named(worlds.slice(rows.length), worlds, lang)));
    return parts;
  }

  /** What was not looked at because the command line said so. */
  #restricted(): string {
    const { properties, profiles } = this.#asked;
    const lines = [];
    if (properties !== null) lines.push(this.#wrapped(this.#words.onlyProperty(properties)));
    const mayBreak = ASKED.map((p) => p.id).filter((id) => properties?.includes(id));
    if (mayBreak.length > 0 && this.#asked.worlds.length > 0) {
      lines.push(this.#wrapped(this.#words.mayBreak(mayBreak)));
    }
    if (profiles.length > 0) lines.push(this.#wrapped(this.#words.onlyProfile(profiles)));
    return lines.join('\n');
  }

  /** That a search ended at the bound of states, and what to do then. */
  #ended(searches: readonly Searched[]): string {
    const isCut = searches.some((s) => s.report.outcome === 'states');
    return isCut ? this.#wrapped(this.#words.boundOfStates) : '';
  }

  /** That it was stopped, and what was not begun then. */
  #stopped(left: readonly string[]): string {
    if (!this.#stop.came) return '';
    const lines = [this.#wrapped(this.#words.stopped)];
    if (left.length > 0) lines.push(this.#wrapped(this.#words.notBegun(left)));
    return lines.join('\n');
  }

  /** What searches that should find nothing have to say. */
  #verdict(searches: readonly Searched[]): string {
    const outcomes = searches.map((s) => s.report.outcome);
    if (outcomes.every((o) => o === 'exhausted')) {
      const cut = searches.map((s) => s.report).find((r) => r.cutBySteps + r.cutBySegments > 0);
      const none = this.#wrapped(this.#words.none);
      if (cut === undefined) return none;
      return `${none}\n${this.#wrapped(this.#words.cut(cut.cutBySteps, cut.cutBySegments))}`;
    }
    const isQuestion = this.#asked.questions.length > 0;
    return outcomes.includes('found') && isQuestion ? this.#wrapped(this.#words.standardBroke) : '';
  }

  #hazards(searches: readonly Searched[]): string {
    const lines = searches.flatMap((s) => hazardLines(s.report, this.#lang));
    if (lines.length === 0) return '';
    return [`${this.#words.hazards}${this.#words.colon}`.trimEnd(), ...lines].join('\n');
  }

  #save(run: Shown | null, world: ExploreWorld, told: Told): void {
    const file = this.#asked.save;
    if (file === null) return;
    const scenario = run?.staged.scenario ?? null;
    if (run === null || scenario === null) {
      const why = run?.staged.reason?.[this.#lang] ?? '';
      this.#terminal.err(`${this.#wrapped(this.#words.nothingToSave(why))}\n`);
      return;
    }
    try {
      const c = run.counterexample;
      const breaks = { zh: brokenText(c, 'zh'), en: brokenText(c, 'en') };
      // The title is true by the book as well: what breaks is said by itself.
      const named = { ...scenario, title: world.title };
      writeFileSync(file, scenarioJson(named, { ...told, breaks }));
    } catch (error) {
      throw new Failure(describe(error).message, 'Give another file with --save.');
    }
    // The command stands by itself, in one piece, to be copied.
    const command = `synwave run ${/^[\w./-]+$/.test(file) ? file : `'${file}'`}`;
    this.#terminal.err(`${this.#wrapped(this.#words.saved(file))}\n  ${command}\n`);
  }

  #wrapped(text: string): string {
    return wrap(text, WIDTH).join('\n');
  }

  #say(parts: readonly string[]): void {
    this.#terminal.out(`${parts.filter((part) => part !== '').join('\n\n')}\n\n`);
  }
}

function nameOf({ world, profile }: AskedWorld): string {
  return profile === null ? world.id : `${world.id}, ${profile}`;
}

function shownOf({ report }: Searched, job: SearchJob, id: string): Shown | null {
  return report.counterexample === null ? null : shown(report.counterexample, job, id);
}

/** What there is to ask, and where. */
function listText(lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const worlds = Object.keys(WORLDS).map((id) => [id, worldNamed(id, 'rfc').title[lang]] as const);
  const [open, close] = lang === 'zh' ? ['（', '）'] : [' (', ')'];
  const property = ({ id, title, clause }: Property) =>
    [id, `${title[lang]}${open}${clauseText(clause, lang)}${close}`] as const;
  const lines = [
    ...wrap(words.teach, WIDTH),
    ...['', words.questions],
    ...entries(QUESTIONS.map((q) => [q.id, q.asks[lang]])),
    ...['', words.worlds],
    ...entries(worlds),
    ...['', words.properties],
    ...entries(PROPERTIES.map(property)),
    ...['', words.asked],
    ...entries(ASKED.map(property)),
    '',
    ...entries(words.hints),
  ];
  return `${lines.join('\n')}\n`;
}

function entries(of: readonly (readonly [name: string, says: string])[]): string[] {
  const widest = Math.max(...of.map(([name]) => name.length));
  return of.flatMap(([name, says]) =>
    wrap(says, WIDTH - widest - 4).map(
      (line, i) => `  ${padEnd(i === 0 ? name : '', widest)}  ${line}`,
    ),
  );
}
