import type { LiveHistory, LiveStatus } from './live-status.ts';

/** What a live list has gone through, and what that makes of the news about it. */
export class LiveRecord {
  #history: LiveHistory = { liveSince: 0, lastNews: 0, cuts: 0 };
  #state: LiveStatus['state'] = 'connecting';

  /** What has happened so far; a value to be read when somebody asks. */
  readonly history = (): LiveHistory => this.#history;

  /** Rows have come: news once the list is live. */
  news(): void {
    if (this.#state === 'live') this.#history = { ...this.#history, lastNews: Date.now() };
  }

  /** Notes a status. Returned with `again` when it is a return to what had been live before. */
  status(said: LiveStatus): LiveStatus {
    const { state, since } = said;
    const before = this.#state;
    const { liveSince, cuts } = this.#history;
    if (state === 'live' && before !== 'live') this.#history = { ...this.#history, liveSince: liveSince || since };
    else if (before === 'live' && state !== 'live') this.#history = { ...this.#history, cuts: cuts + 1 };
    this.#state = state;
    return liveSince > 0 && (state === 'connecting' || state === 'loading') ? { ...said, again: true } : said;
  }
}

/**
 * A session that is over is renewed in place, and the same person will see the same rows again: that is no refusal of the list.
 */
export function renewable(said: LiveStatus): LiveStatus {
  return said.state === 'denied' && said.problem?.status === 401 ? { ...said, state: 'stale' } : said;
}
