import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';

/** How one turn of a watch (a list, or a stream of events until its end) went. */
export type WatchOutcome =
  | { readonly next: 'go-on' }
  /** the server ended the stream as it does every now and then */
  | { readonly next: 'reopen' }
  /** the resourceVersion or the continue token is too old */
  | { readonly next: 'relist' }
  | { readonly next: 'retry'; readonly problem: Problem }
  /** refused, in a way that another try in a moment will not change; `ms` until one makes sense */
  | {
      readonly next: 'wait';
      readonly state: 'denied' | 'gone' | 'stale';
      readonly problem: Problem;
      readonly ms: number;
    }
  /** the server knows no Tables here */
  | { readonly next: 'plain' }
  /** listable but not watchable: list again now and then */
  | { readonly next: 'poll'; readonly problem: Problem };

const ASK_AGAIN_MS = 60_000;
const UNAUTHORIZED_MS = 15_000;

/** What a refusal of the server (an HTTP answer or an ERROR event) means for a list or a watch. */
export function outcomeOf(refusal: Problem): WatchOutcome {
  switch (refusal.code) {
    case 'qd.api.gone':
      return { next: 'relist' };
    case 'qd.api.forbidden':
      return { next: 'wait', state: 'denied', problem: refusal, ms: ASK_AGAIN_MS };
    case 'qd.api.unauthorized':
      return { next: 'wait', state: 'stale', problem: refusal, ms: UNAUTHORIZED_MS };
    case 'qd.api.not-found':
      return { next: 'wait', state: 'gone', problem: unknownResource(refusal.detail), ms: ASK_AGAIN_MS };
    case 'qd.request.method-refused':
      return { next: 'wait', state: 'gone', problem: notWatchable(refusal.detail), ms: Number.POSITIVE_INFINITY };
    case 'qd.api.bad-request':
    case 'qd.api.invalid':
      return { next: 'wait', state: 'denied', problem: refusal, ms: Number.POSITIVE_INFINITY };
    case 'qd.api.not-acceptable':
      return { next: 'plain' };
    default:
      // The server's data is older than our resourceVersion (restored from a backup): only a new list helps.
      if (refusal.detail?.includes('Too large resource version')) return { next: 'relist' };
      return { next: 'retry', problem: refusal };
  }
}

/** What a thrown error means: another try, unless it is the query that is wrong. */
export function outcomeOfError(error: unknown): WatchOutcome {
  if (error instanceof ProblemError && error.problem.code === 'qd.live.query-invalid')
    return { next: 'wait', state: 'denied', problem: error.problem, ms: Number.POSITIVE_INFINITY };
  if (error instanceof ProblemError) return { next: 'retry', problem: error.problem };
  if (error instanceof SyntaxError) return { next: 'retry', problem: badAnswer('The API server sent no JSON') };
  const detail = error instanceof Error ? { detail: error.message } : {};
  const cut = problem('qd.live.disconnected', 'The connection to the API server was cut', detail);
  return { next: 'retry', problem: cut };
}

export function badAnswer(title: string): Problem {
  return problem('qd.cluster.bad-answer', title);
}

export function notWatchable(detail?: string): Problem {
  return problem('qd.live.not-watchable', 'This resource cannot be watched', detail ? { detail } : {});
}

function unknownResource(detail: string | undefined): Problem {
  return problem('qd.live.resource-unknown', 'The cluster does not serve this resource', detail ? { detail } : {});
}
