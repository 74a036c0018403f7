import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../cluster.ts';
import type { Ran, Running } from '../kubectl.ts';
import { isText, laterPattern, plain, rowPattern } from './expected-text.ts';
import type { LineStep, Step, TapeStep, TerminalStep, TypedStep, UnplayableStep, WatchStep } from './scenario.ts';

/** How long the reader of a tutorial looks again before giving up. */
const PATIENCE_MS = 60_000;
/** what a line exported */
const SESSION = '.session';

type Playable = Exclude<Step, UnplayableStep>;

/** Plays the steps of one scenario: one shell, one terminal, one watch. */
export class StepPlayer {
  readonly #place: Place;
  #terminal: Running | undefined;
  #watch: Running | undefined;
  /** how much the watch had shown before the last change */
  #shown = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Throws with what was seen instead. */
  async play(step: Playable): Promise<void> {
    if ('line' in step) await this.#playLine(step);
    else if ('opens' in step) await this.#open(step);
    else if ('types' in step) await this.#type(step);
    else if ('watches' in step) await this.#startWatch(step);
    else await this.#readTape(step);
  }

  async close(): Promise<void> {
    await this.#terminal?.stop('SIGKILL');
    await this.#watch?.stop('SIGKILL');
  }

  async #playLine(step: LineStep): Promise<void> {
    const before = existsSync(join(this.#place.folder, SESSION)) ? `. ./${SESSION}; ` : '';
    const line = `${before}${step.line}\n_code=$?; export -p > ${SESSION}; exit $_code`;
    const patience = step.within === undefined ? PATIENCE_MS : step.within * 1000;
    if (!isReading(step.line)) this.#shown = this.#watch?.output().length ?? 0;
    if (step.sees !== undefined) {
      const { sees } = step;
      await this.#place.kubectl
        .untilShell(line, (ran) => hasCode(ran, step) && this.#is(ran, sees), patience)
        .catch((error: Error) => {
          throw new Error(`wanted:\n${sees}\n${error.message}`);
        });
      return;
    }
    const ran = await this.#place.kubectl.shell(line, { timeoutMs: patience });
    if (!hasCode(ran, step) || (step.prints !== undefined && !this.#is(ran, step.prints)))
      throw new Error(`wanted${codeOf(step)}:\n${step.prints ?? ''}\ngot (${ran.code}):\n${ran.stdout}${ran.stderr}`);
  }

  #is(ran: Ran, expected: string): boolean {
    // warnings go before what they are about, errors end it
    const text = ran.code === 0 ? `${ran.stderr}\n${ran.stdout}` : `${ran.stdout}\n${ran.stderr}`;
    return isText(text, expected, this.#place.namespace);
  }

  async #open(step: TerminalStep): Promise<void> {
    await this.#terminal?.stop('SIGKILL');
    this.#terminal = this.#place.kubectl.terminal(step.opens);
    await this.#terminal.until(laterPattern(step.sees, this.#place.namespace, 0));
  }

  async #type(step: TypedStep): Promise<void> {
    const terminal = this.#terminal;
    if (!terminal) throw new Error('no terminal is open');
    const from = terminal.output().length;
    terminal.write(`${step.types}\n`);
    if (step.sees !== undefined) {
      await terminal.until(laterPattern(step.sees, this.#place.namespace, from));
      return;
    }
    await terminal.ended;
    this.#terminal = undefined;
  }

  async #startWatch(step: WatchStep): Promise<void> {
    await this.#watch?.stop();
    this.#watch = this.#place.kubectl.start(step.watches);
    if (step.sees !== undefined) await this.#watch.until(laterPattern(step.sees, this.#place.namespace, 0));
    this.#shown = this.#watch.output().length;
  }

  async #readTape(step: TapeStep): Promise<void> {
    const watch = this.#watch;
    if (!watch) throw new Error('no watch is open');
    const shown = this.#shown;
    for (const row of [...step.tape, ...(step.also ?? [])])
      await watch.until(laterPattern(row, this.#place.namespace, shown), PATIENCE_MS);
    const tape = plain(watch.output().slice(shown));
    const first = step.tape.map((row) => tape.search(rowPattern(row, this.#place.namespace)));
    const outOfOrder = first.findIndex((at, index) => at < (first[index - 1] ?? 0));
    if (outOfOrder >= 0)
      throw new Error(`"${step.tape[outOfOrder - 1]}" must come before "${step.tape[outOfOrder]}", in:\n${tape}`);
  }
}

function hasCode(ran: Ran, step: LineStep): boolean {
  return step.code === null || ran.code === (step.code ?? 0);
}

function codeOf(step: LineStep): string {
  return step.code ? ` (exit code ${step.code})` : '';
}

/** Such a line changes nothing, so the tape goes on. */
function isReading(line: string): boolean {
  return (
    /\bkubectl (?:get|describe|logs|exec|rollout status|wait)\b/.test(line) &&
    !/\bkubectl (?:patch|delete)\b/.test(line)
  );
}
