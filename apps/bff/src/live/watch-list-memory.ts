/**
 * Which API servers do not know the streaming list (KEP-3157), so that not every subscription asks again. The core group is
 * always the cluster's own server: its refusal holds for the cluster. Any other group may be an aggregated server of another
 * age: its refusal holds for the group. Forgotten after an hour, because servers are upgraded.
 */
export class WatchListMemory {
  static readonly #KEPT_MS = 3_600_000;
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  refused(cluster: string, group: string): void {
    this.#until.set(key(cluster, group), this.#now() + WatchListMemory.#KEPT_MS);
  }

  mayWork(cluster: string, group: string): boolean {
    return !this.#holds(key(cluster, '')) && !this.#holds(key(cluster, group));
  }

  #holds(entry: string): boolean {
    const until = this.#until.get(entry);
    if (until === undefined) return false;
    if (until > this.#now()) return true;
    this.#until.delete(entry);
    return false;
  }
}

function key(cluster: string, group: string): string {
  return `${cluster}\n${group}`;
}
