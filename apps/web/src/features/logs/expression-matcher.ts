import type { TextRule } from './log-filter.ts';

/** Asks of each text whether it holds all rules: a regular expression of a person may never come to an end. */
export interface ExpressionMatcher {
  /** undefined: it took too long and was stopped */
  match(rules: readonly TextRule[], texts: readonly string[]): Promise<readonly boolean[] | undefined>;
  /** nothing will be asked any more */
  close(): void;
}

/** To the worker and back. */
export interface MatchRequest {
  readonly id: number;
  readonly rules: readonly TextRule[];
  readonly texts: readonly string[];
}
export interface MatchAnswer {
  readonly id: number;
  readonly verdicts: readonly boolean[];
}

/** The part of a Worker that is used; a script in tests. */
interface MatchWorker {
  postMessage(request: MatchRequest): void;
  onAnswer(take: (answer: MatchAnswer) => void): void;
  terminate(): void;
}

/** A batch of lines takes a few milliseconds; what takes longer than this by so much does not end. */
const TOO_LONG_MS = 1500;

export interface MatcherOptions {
  readonly start?: () => MatchWorker;
  readonly after?: (ms: number, run: () => void) => () => void;
}

/** A matcher whose work happens in a worker, which is killed when it takes too long; the next question starts another. */
export function createMatcher({ start = startWorker, after = afterTimer }: MatcherOptions = {}): ExpressionMatcher {
  let worker: MatchWorker | undefined;
  let nextId = 1;
  let waiting: { id: number; done: (verdicts: readonly boolean[] | undefined) => void } | undefined;
  let cancel: (() => void) | undefined;

  const settle = (verdicts: readonly boolean[] | undefined) => {
    cancel?.();
    cancel = undefined;
    const { done } = waiting ?? {};
    waiting = undefined;
    done?.(verdicts);
  };
  const kill = () => {
    worker?.terminate();
    worker = undefined;
    settle(undefined);
  };
  return {
    match(rules, texts) {
      // one question at a time; a new one makes the old one pointless
      if (waiting !== undefined) kill();
      if (worker === undefined) {
        worker = start();
        worker.onAnswer(({ id, verdicts }) => {
          if (waiting?.id === id) settle(verdicts);
        });
      }
      const id = nextId++;
      const asked = worker;
      return new Promise((done) => {
        waiting = { id, done };
        cancel = after(TOO_LONG_MS, kill);
        asked.postMessage({ id, rules, texts });
      });
    },
    close: kill,
  };
}

function startWorker(): MatchWorker {
  const worker = new Worker(new URL('./expression-worker.ts', import.meta.url), { type: 'module' });
  return {
    postMessage: (request) => worker.postMessage(request),
    onAnswer: (take) => {
      worker.onmessage = ({ data }: MessageEvent<MatchAnswer>) => take(data);
    },
    terminate: () => worker.terminate(),
  };
}

function afterTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
