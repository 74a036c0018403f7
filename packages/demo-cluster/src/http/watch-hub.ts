import type { ServerResponse } from 'node:http';
import type { MemoryStore } from '../memory-store.ts';
import { storageKey } from '../resources/registry.ts';
import { expired, type StatusError } from '../status-error.ts';
import type { DemoObject, ResourceKey, StoreEvent } from '../store.ts';
import { type ApiRequest, isTrue } from './api-request.ts';
import { readListOptions } from './list-options.ts';
import type { Representation } from './representation.ts';
import { parseSelectors } from './selectors.ts';
import { drained } from './send.ts';

/** A client that does not read is cut, as the API server does, before its queue eats the memory. */
const MAX_QUEUE = 32 * 1024 * 1024;
const CHUNK = 64 * 1024;
const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };

interface Watcher {
  readonly res: ServerResponse;
  readonly representation: Representation;
  readonly namespace: string | undefined;
  readonly selects: ((object: DemoObject) => boolean) | undefined;
  readonly bookmarks: boolean;
  /** a version that is yet to come: what happens before it is not told */
  readonly after: number;
  /** lines that wait for the end of this tick, of the initial events, or of an imposed silence */
  queue: string;
  starting: boolean;
  /** the next line is the first one: a table names its columns in it */
  first: boolean;
}

export interface WatchHubOptions {
  readonly bookmarkIntervalMs: number;
}

/** All open watches. An event is encoded once per representation, however many clients look at it. */
export class WatchHub {
  readonly #store: MemoryStore;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #dirty = new Set<Watcher>();
  readonly #bookmarkTimer: NodeJS.Timeout;
  #flushing: NodeJS.Immediate | NodeJS.Timeout | undefined;
  #silent = false;
  #delayMs = 0;

  constructor(store: MemoryStore, { bookmarkIntervalMs }: WatchHubOptions) {
    this.#store = store;
    store.onEvent((event) => this.#spread(event));
    this.#bookmarkTimer = setInterval(() => this.#bookmarkAll(), bookmarkIntervalMs);
    this.#bookmarkTimer.unref();
  }

  /** Answers a watch request; the response stays open. */
  async answer(request: ApiRequest, representation: Representation, res: ServerResponse): Promise<void> {
    const { query } = request;
    const { version: from, initialEvents: initial, timeoutSeconds } = readListOptions(query, true);
    const key = storageKey(representation.type);
    const watcher: Watcher = {
      res,
      representation,
      namespace: representation.type.namespaced ? request.namespace : undefined,
      selects: parseSelectors(query, representation.type),
      bookmarks: isTrue(query.get('allowWatchBookmarks')),
      after: from ?? 0,
      queue: '',
      starting: true,
      first: true,
    };
    res.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
      'transfer-encoding': 'chunked',
    });
    res.flushHeaders();
    const wantsState = initial === true || (initial === undefined && from === undefined);
    const past = wantsState || from === undefined ? [] : this.#store.eventsAfter(key, from);
    if (past === undefined) {
      const error = expired(`too old resource version: ${from} (${this.#store.oldestVersion(key)})`);
      res.end(errorLine(error));
      return;
    }
    const state = wantsState ? this.#store.list(key, watcher.namespace) : [];
    const version = this.#store.version();
    for (const event of past) this.#enqueue(watcher, event, new Map());
    this.#add(key, watcher, timeoutOf(timeoutSeconds));
    const rest = await this.#sendState(watcher, state);
    const mark = initial === true && watcher.bookmarks ? this.#bookmark(watcher, version, true) : '';
    watcher.queue = rest + mark + watcher.queue;
    watcher.starting = false;
    this.#markDirty(watcher);
  }

  /** Cuts every open watch. */
  drop(): void {
    for (const watchers of this.#watchers.values()) for (const { res } of watchers) res.destroy();
  }

  /** While silent, watches stay open and say nothing; afterwards they say everything that they kept to themselves. */
  silence(on: boolean): void {
    this.#silent = on;
    if (on) return;
    for (const watchers of this.#watchers.values()) for (const watcher of watchers) this.#markDirty(watcher);
  }

  /** Events wait this long before they are sent. */
  slow(ms: number): void {
    this.#delayMs = ms;
  }

  /** How many watches are open. */
  count(): number {
    let count = 0;
    for (const watchers of this.#watchers.values()) count += watchers.size;
    return count;
  }

  close(): void {
    clearInterval(this.#bookmarkTimer);
    this.drop();
  }

  #add(key: ResourceKey, watcher: Watcher, timeoutMs: number): void {
    const id = `${key.group}/${key.resource}`;
    let watchers = this.#watchers.get(id);
    if (!watchers) {
      watchers = new Set();
      this.#watchers.set(id, watchers);
    }
    watchers.add(watcher);
    const timer = setTimeout(() => {
      if (watcher.bookmarks && !this.#silent) watcher.queue += this.#bookmark(watcher, this.#store.version(), false);
      this.#flush(watcher);
      watcher.res.end();
    }, timeoutMs);
    timer.unref();
    const set = watchers;
    watcher.res.on('close', () => {
      clearTimeout(timer);
      set.delete(watcher);
      this.#dirty.delete(watcher);
    });
  }

  /** The kind is not served any more: its watches say what is left to say and end. */
  #endOf(definition: string): void {
    const dot = definition.indexOf('.');
    const id = `${definition.slice(dot + 1)}/${definition.slice(0, dot)}`;
    for (const watcher of [...(this.#watchers.get(id) ?? [])]) {
      this.#flush(watcher);
      watcher.res.end();
    }
  }

  /** Returns what is still to be sent. */
  async #sendState(watcher: Watcher, state: readonly DemoObject[]): Promise<string> {
    let buffer = '';
    for (const object of state) {
      if (watcher.selects && !watcher.selects(object)) continue;
      buffer += eventLine('ADDED', watcher.representation.documentText(object, watcher.first, true));
      watcher.first = false;
      if (buffer.length < CHUNK || this.#silent) continue;
      if (!watcher.res.write(buffer)) await drained(watcher.res);
      if (watcher.res.destroyed) return '';
      buffer = '';
    }
    return buffer;
  }

  #spread(event: StoreEvent): void {
    const { group, resource } = event.key;
    if (event.type === 'DELETED' && group === 'apiextensions.k8s.io' && resource === 'customresourcedefinitions')
      this.#endOf(event.object.metadata.name);
    const watchers = this.#watchers.get(`${event.key.group}/${event.key.resource}`);
    if (!watchers) return;
    const encoded = new Map<string, string>();
    for (const watcher of watchers) {
      this.#enqueue(watcher, event, encoded);
      this.#markDirty(watcher);
    }
  }

  #enqueue(watcher: Watcher, event: StoreEvent, encoded: Map<string, string>): void {
    const { representation, namespace, first, after } = watcher;
    if (Number(event.object.metadata.resourceVersion) <= after) return;
    if (namespace !== undefined && event.object.metadata.namespace !== namespace) return;
    const seen = asSeenBy(watcher, event);
    if (!seen) return;
    const id = `${representation.type.group}/${representation.id}/${first}/${seen.type}`;
    let text = encoded.get(id);
    if (text === undefined) {
      text = eventLine(seen.type, representation.documentText(seen.object, first, false));
      encoded.set(id, text);
    }
    watcher.queue += text;
    watcher.first = false;
    if (watcher.queue.length > MAX_QUEUE) watcher.res.destroy();
  }

  #markDirty(watcher: Watcher): void {
    this.#dirty.add(watcher);
    if (this.#flushing) return;
    const flush = () => {
      this.#flushing = undefined;
      for (const each of this.#dirty) this.#flush(each);
      this.#dirty.clear();
    };
    this.#flushing = this.#delayMs === 0 ? setImmediate(flush) : setTimeout(flush, this.#delayMs).unref();
  }

  #flush(watcher: Watcher): void {
    if (watcher.queue === '' || watcher.starting || this.#silent || watcher.res.writableEnded) return;
    watcher.res.write(watcher.queue);
    watcher.queue = '';
    if (watcher.res.writableLength > MAX_QUEUE) watcher.res.destroy();
  }

  #bookmarkAll(): void {
    if (this.#silent) return;
    for (const watchers of this.#watchers.values()) {
      for (const watcher of watchers) {
        if (!watcher.bookmarks || watcher.starting) continue;
        watcher.queue += this.#bookmark(watcher, this.#store.version(), false);
        this.#markDirty(watcher);
      }
    }
  }

  #bookmark(watcher: Watcher, version: number, end: boolean): string {
    const metadata = { resourceVersion: String(version), ...(end ? { annotations: INITIAL_EVENTS_END } : {}) };
    const text = line('BOOKMARK', watcher.representation.bookmark(metadata, watcher.first));
    watcher.first = false;
    return text;
  }
}

const eventLine = (type: string, object: string) => `{"type":"${type}","object":${object}}\n`;
const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const errorLine = (error: StatusError) => line('ERROR', error.toStatus());

/** An object that comes into or leaves the selection was, for this watcher, added or deleted. */
function asSeenBy(
  { selects }: Watcher,
  { type, object, old }: StoreEvent,
): Pick<StoreEvent, 'type' | 'object'> | undefined {
  if (!selects) return { type, object };
  const was = old !== undefined && selects(old);
  if (type === 'DELETED') return was || selects(object) ? { type, object } : undefined;
  const is = selects(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  if (!was || !old) return undefined;
  const { resourceVersion } = object.metadata;
  return { type: 'DELETED', object: { ...old, metadata: { ...old.metadata, resourceVersion } } };
}

/** 30 to 60 minutes when the client does not say, as --min-request-timeout makes it. */
const timeoutOf = (seconds: number) => (seconds > 0 ? seconds : 1800 + Math.random() * 1800) * 1000;
