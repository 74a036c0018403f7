import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';

/** Our own pages watch by sockets: what remains is a person's script. */
const MAX_PER_SESSION = 20;

/** Bounds the watches and followed logs that one session keeps open through the proxy: all sessions share the connections. */
export class EndlessLimit {
  readonly #open = new Map<string, number>();

  /** Throws qd.request.too-many; returns what gives the place back. */
  take({ id }: Session): () => void {
    const open = this.#open.get(id) ?? 0;
    if (open >= MAX_PER_SESSION)
      throw new ProblemError(problem('qd.request.too-many', 'This session has too many watches open'));
    this.#open.set(id, open + 1);
    return () => {
      const left = (this.#open.get(id) ?? 1) - 1;
      if (left > 0) this.#open.set(id, left);
      else this.#open.delete(id);
    };
  }
}
