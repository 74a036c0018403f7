import type { Words } from '../../ui/use-words.ts';
import type { RunResult } from './command-run-store.ts';

/** How a command came to its end, in words of namespace "run-command". */
export function endWords({ state, code }: RunResult, t: Words): string {
  if (state !== 'ended') return t(`state.${state}`);
  if (code === null) return t('code.unknown');
  const hint = [126, 127, 137, 139, 143].find((known) => known === code);
  return hint === undefined ? t('code.plain', { code }) : t(`code.${hint}`, { code });
}

/** All results as one text: for a ticket, or to be compared. */
export function reportText(command: string, results: readonly RunResult[], t: Words): string {
  const parts = results.map((result) => {
    const { target, stdout, stderr, problem } = result;
    const head = `## ${target.namespace}/${target.pod} (${target.container}): ${endWords(result, t)}`;
    const out = [
      ...(stdout.length === 0 ? [] : ['# stdout', stdout.text.replace(/\n$/, '')]),
      ...(stderr.length === 0 ? [] : ['# stderr', stderr.text.replace(/\n$/, '')]),
      ...(problem === undefined
        ? []
        : [`# ${problem.title}`, ...(problem.detail === undefined ? [] : [problem.detail])]),
    ];
    return [head, ...out].join('\n');
  });
  return `$ ${command}\n\n${parts.join('\n\n')}\n`;
}

export interface RunTally {
  readonly done: number;
  readonly good: number;
  readonly bad: number;
  /** different outputs among those that ended */
  readonly outputs: number;
}

export function tally(results: readonly RunResult[]): RunTally {
  const over = results.filter(({ state }) => state !== 'waiting' && state !== 'running');
  const ended = over.filter(({ state }) => state === 'ended');
  const good = ended.filter(({ code }) => code === 0).length;
  return {
    done: over.length,
    good,
    bad: over.length - good,
    outputs: new Set(ended.map(({ stdout }) => stdout.text)).size,
  };
}
