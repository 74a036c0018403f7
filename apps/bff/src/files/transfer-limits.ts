import { ProblemError, problem } from '@quarterdeck/shared/problem';

/** Tools of one session that may run at once: a handful of transfers, and directories beside them. */
const MAX_PER_SESSION = 12;
/** Of all sessions: each holds a connection to the API server and a megabyte. */
const MAX_TOGETHER = 200;

/** Bounds the tools that run in containers at once. */
export class TransferLimits {
  readonly #open = new Map<string, number>();
  #together = 0;

  /** Throws qd.request.too-many; returns what gives the place back. */
  take(session: { readonly id: string }): () => void {
    const open = this.#open.get(session.id) ?? 0;
    if (open >= MAX_PER_SESSION || this.#together >= MAX_TOGETHER)
      throw new ProblemError(problem('qd.request.too-many', 'Too many transfers at once'));
    this.#open.set(session.id, open + 1);
    this.#together += 1;
    return () => {
      this.#together -= 1;
      const left = (this.#open.get(session.id) ?? 1) - 1;
      if (left > 0) this.#open.set(session.id, left);
      else this.#open.delete(session.id);
    };
  }
}
