import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import type { LivePlan } from './live-plan.ts';
import { identityOf, project } from './projection.ts';
import { hasVersion } from './row-text.ts';
import { itemsOf, type JsonObject, metadataText } from './table.ts';

/** The rows of one upstream watch, as texts by uid (row-text.ts). A repeated list changes only what differs. */
export class RowStore {
  readonly #plan: LivePlan;
  readonly #changed: (uid: string) => void;
  readonly #rows = new Map<string, string>();
  /** What the list that is under way has named so far. */
  #seen: Set<string> | null = null;

  constructor(plan: LivePlan, changed: (uid: string) => void) {
    this.#plan = plan;
    this.#changed = changed;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The text of a row; undefined when it is gone. */
  get(uid: string): string | undefined {
    return this.#rows.get(uid);
  }

  uids(): IterableIterator<string> {
    return this.#rows.keys();
  }

  listing(): void {
    this.#seen = this.#rows.size === 0 ? null : new Set();
  }

  upsert(value: JsonObject, columns: readonly LiveColumn[]): void {
    for (const item of itemsOf(value)) {
      const uid = identityOf(item.object);
      this.#seen?.add(uid);
      const old = this.#rows.get(uid);
      if (old !== undefined && hasVersion(old, metadataText(item.object, 'resourceVersion'))) continue;
      const text = project(this.#plan, item, columns);
      if (text === old) continue;
      this.#rows.set(uid, text);
      this.#changed(uid);
    }
  }

  remove(value: JsonObject): void {
    for (const item of itemsOf(value)) this.#drop(identityOf(item.object));
  }

  listed(): void {
    const seen = this.#seen;
    this.#seen = null;
    if (seen === null) return;
    for (const uid of [...this.#rows.keys()]) {
      if (!seen.has(uid)) this.#drop(uid);
    }
  }

  clear(): void {
    this.#seen = null;
    for (const uid of [...this.#rows.keys()]) this.#drop(uid);
  }

  #drop(uid: string): void {
    if (this.#rows.delete(uid)) this.#changed(uid);
  }
}
