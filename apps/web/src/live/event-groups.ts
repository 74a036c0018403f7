import type { LiveQuery, LiveRow } from '@quarterdeck/shared/live-protocol';
import { followRows } from './follow-rows.ts';
import { LiveRecord } from './live-record.ts';
import type { LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import { type EventFacts, readEvent } from './read-event.ts';
import type { Row } from './row.ts';
import { RowStore } from './row-store.ts';

/** What happened to one object for one reason, however many events tell of it. */
export interface EventGroup {
  readonly type: string;
  readonly reason: string;
  /** of the newest event */
  readonly message: string;
  readonly from: string;
  readonly about: EventFacts['about'];
  /** how often it happened: the sum over the events */
  readonly count: number;
  /** epoch seconds; 0 when unknown */
  readonly first: number;
  readonly last: number;
}

/** An event, as an object of the cluster. */
export interface EventMember {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

interface Member extends EventMember {
  readonly facts: EventFacts;
}

/** The group that a row of {@link EventGroups} stands for. */
export function groupOfRow({ cells, namespace, name, created }: Row): EventGroup {
  const text = (index: number) => String(cells[index] ?? '');
  return {
    type: text(0),
    reason: text(1),
    message: text(2),
    from: text(3),
    about: { apiVersion: text(4), kind: text(5), namespace, name },
    count: Number(cells[6] ?? 0),
    first: Number(cells[7] ?? 0),
    last: created,
  };
}

/**
 * Events by object, type and reason, live: each group is a row of the store, under a key of its own. An event that comes,
 * counts up or expires costs its own group only.
 */
export class EventGroups {
  readonly store: RowStore;
  readonly #members = new Map<string, Map<string, Member>>();
  readonly #keys = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #record = new LiveRecord();
  #status: LiveStatus = { state: 'connecting', loaded: 0, since: Date.now() };
  #retry = () => {};

  constructor(store: RowStore = new RowStore()) {
    this.store = store;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getStatus = (): LiveStatus => this.#status;

  readonly history = this.#record.history;

  /** Asks anew at once, instead of waiting for the next attempt. */
  readonly retry = (): void => this.#retry();

  /** The events that a group adds up. */
  membersOf(key: string): readonly EventMember[] {
    return [...(this.#members.get(key)?.values() ?? [])].map(({ uid, namespace, name }) => ({ uid, namespace, name }));
  }

  /** Follows the query, which asks for `eventFields`, until the returned function is called. */
  connect(source: LiveSource, query: LiveQuery): () => void {
    const followed = followRows(source, query, {
      status: (said) => {
        this.#status = this.#record.status(said);
        this.store.setLive(this.#status.state === 'live');
        for (const listener of this.#listeners) listener();
      },
      change: (rows, remove) => {
        this.#record.news();
        this.#change(rows, remove);
      },
      forget: () => {
        this.#members.clear();
        this.#keys.clear();
        this.store.clear();
      },
    });
    this.#retry = followed.retry;
    return () => {
      this.#retry = () => {};
      followed.stop();
    };
  }

  #change(rows: readonly Row[], remove: readonly string[]): void {
    const touched = new Set<string>();
    for (const uid of remove) this.#forget(uid, undefined, touched);
    for (const row of rows) {
      const event = readEvent(row);
      const { kind, namespace, name } = event.about;
      const key = JSON.stringify([kind, namespace, name, event.type, event.reason]);
      this.#forget(row.uid, key, touched);
      this.#keys.set(row.uid, key);
      const members = this.#members.get(key) ?? new Map<string, Member>();
      this.#members.set(
        key,
        members.set(row.uid, { uid: row.uid, namespace: row.namespace, name: row.name, facts: event }),
      );
      touched.add(key);
    }
    const upsert: LiveRow[] = [];
    const gone: string[] = [];
    for (const key of touched) {
      const members = this.#members.get(key);
      if (members === undefined) gone.push(key);
      else
        upsert.push(
          rowOfGroup(
            key,
            [...members.values()].map(({ facts }) => facts),
          ),
        );
    }
    if (upsert.length + gone.length > 0) this.store.apply({ upsert, remove: gone });
  }

  /** Takes an event out of its group, unless that is `next`. */
  #forget(uid: string, next: string | undefined, touched: Set<string>): void {
    const key = this.#keys.get(uid);
    if (key === undefined || key === next) return;
    this.#keys.delete(uid);
    const members = this.#members.get(key);
    members?.delete(uid);
    if (members?.size === 0) this.#members.delete(key);
    touched.add(key);
  }
}

function rowOfGroup(key: string, events: readonly EventFacts[]): LiveRow {
  const known = (value: number) => (Number.isFinite(value) ? value : 0);
  const newest = events.reduce((best, event) => (known(event.last) >= known(best.last) ? event : best));
  const { type, reason, message, from, about } = newest;
  const count = events.reduce((sum, event) => sum + event.count, 0);
  const firsts = events.map(({ first }) => first).filter(Number.isFinite);
  const first = firsts.length === 0 ? 0 : Math.min(...firsts);
  const cells = [type, reason, message, from, about.apiVersion, about.kind, count, first];
  return [key, about.namespace, about.name, known(newest.last), null, cells];
}
