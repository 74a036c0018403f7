import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';

/** Containers whose logs one session reads at a time, over all its views and downloads. */
const MAX_CONTAINERS = 500;
/** Views and downloads of one session that are open at a time: each holds a few megabytes when nobody takes its lines. */
const MAX_READERS = 24;

/** What is left of a session's share, counted by everything of it that reads logs. */
export class LogShares {
  readonly #bySession = new Map<string, { readers: number; containers: number }>();

  /** A place for one more view or download; null: there are too many. */
  enter({ id }: Session): LogShare | null {
    const used = this.#bySession.get(id) ?? { readers: 0, containers: 0 };
    if (used.readers >= MAX_READERS) return null;
    used.readers += 1;
    this.#bySession.set(id, used);
    return new LogShare(used, () => {
      if (used.readers === 0) this.#bySession.delete(id);
    });
  }
}

/** One view's or download's part. */
export class LogShare {
  readonly #used: { readers: number; containers: number };
  readonly #left: () => void;
  #containers = 0;
  #ended = false;

  constructor(used: { readers: number; containers: number }, left: () => void) {
    this.#used = used;
    this.#left = left;
  }

  get limit(): number {
    return MAX_CONTAINERS;
  }

  /** Whether one container more may be read. */
  take(): boolean {
    if (this.#ended || this.#used.containers >= MAX_CONTAINERS) return false;
    this.#used.containers += 1;
    this.#containers += 1;
    return true;
  }

  /** A container's log has ended. */
  give(): void {
    if (this.#ended) return;
    this.#used.containers -= 1;
    this.#containers -= 1;
  }

  /** All of it. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#used.readers -= 1;
    this.#used.containers -= this.#containers;
    this.#left();
  }
}

export function tooManyContainers(limit: number): Problem {
  const title = 'This session reads the logs of as many containers as it may';
  return problem('qd.log.too-many', title, { params: { limit } });
}

export function tooManyReaders(): Problem {
  return problem('qd.log.too-many', 'This session has too many logs open', { params: { limit: MAX_READERS } });
}
