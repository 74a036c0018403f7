import { PassThrough } from 'node:stream';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Credential } from '../auth/credential.ts';
import type { Cluster, UpstreamRequest, UpstreamResponse } from '../clusters/cluster.ts';

interface Stored {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
}

/** An open watch: what the server has to say to it, of which a test lets through as much as it likes. */
interface OpenWatch {
  readonly namespace: string | null;
  readonly stream: PassThrough;
  readonly lines: string[];
}

/**
 * The lists and watches of one kind of an API server, with everything in a test's hand: how long answers and events wait, when
 * connections break, from when on old versions are forgotten. Its names are its uids.
 */
export class ModelApiServer implements Cluster {
  readonly name = 'model';
  readonly host = 'model';
  /** whether it streams lists (KEP-3157) */
  readonly streamsLists: boolean;
  /** how many requests of which sort came */
  readonly asked = { pages: 0, lists: 0, streams: 0, watches: 0 };
  down = false;
  throttled = false;
  /** Answers and events come at once; else only by {@link deliver}. */
  prompt = true;
  readonly #objects = new Map<string, Stored>();
  readonly #watches = new Set<OpenWatch>();
  readonly #held: (() => void)[] = [];
  readonly #snapshots = new Map<string, { readonly version: number; readonly rest: readonly Stored[] }>();
  #history: Change[] = [];
  #version = 10;
  #forgottenUntil = 0;
  #tokens = 0;
  #inFlight = new Map<string, number>();

  constructor(streamsLists: boolean) {
    this.streamsLists = streamsLists;
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  /** The most requests that one namespace has under way or open. */
  get busiest(): number {
    return Math.max(0, ...this.#inFlight.values());
  }

  /** name → value of all objects of these namespaces */
  truth(namespaces: readonly string[] | null): Map<string, string> {
    return new Map(this.#of(namespaces).map(({ name, value }) => [name, value]));
  }

  put(namespace: string, name: string, value: string): void {
    this.#version += 1;
    const uid = `${namespace}-${name}`;
    const object = { namespace, name: uid, value, version: this.#version };
    const type = this.#objects.has(uid) ? 'MODIFIED' : 'ADDED';
    this.#objects.set(uid, object);
    this.#happened({ version: this.#version, type, object });
  }

  remove(namespace: string, name: string): void {
    const old = this.#objects.get(`${namespace}-${name}`);
    if (!old) return;
    this.#version += 1;
    this.#objects.delete(old.name);
    const object = { ...old, version: this.#version };
    this.#happened({ version: this.#version, type: 'DELETED', object });
  }

  bookmark(): void {
    for (const watch of this.#watches) this.#say(watch, bookmark(this.#version, false));
  }

  /** Versions and continue tokens that were given out until now are too old; open watches go on. */
  forgetPast(): void {
    this.#forgottenUntil = this.#version;
    this.#history = [];
    this.#snapshots.clear();
    // a version that is given out from now on is good
    this.#version += 1;
  }

  /** An outage so long that versions from before it are too old after it. */
  cutForLong(): void {
    this.cut();
    this.forgetPast();
  }

  /** Open watches are told that they are too old. */
  expire(): void {
    const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
    for (const watch of this.#watches) this.#say(watch, JSON.stringify({ type: 'ERROR', object: status }));
  }

  /** Every connection breaks; what was not yet delivered is lost. */
  cut(): void {
    for (const { stream } of [...this.#watches]) stream.destroy(new Error('ECONNRESET'));
  }

  /** Ends every watch as servers do after a while. */
  endWatches(): void {
    for (const watch of [...this.#watches]) {
      this.#flush(watch, watch.lines.length);
      watch.stream.end();
    }
  }

  /** Lets through so many of the held answers, and events of each watch. */
  deliver(count: number): void {
    for (const answer of this.#held.splice(0, count)) answer();
    for (const watch of [...this.#watches]) this.#flush(watch, count);
  }

  async request(_credential: Credential, { path, signal }: UpstreamRequest): Promise<UpstreamResponse> {
    const url = new URL(path, 'http://model');
    const namespace = url.pathname.match(/\/namespaces\/([^/]+)\//)?.[1] ?? null;
    const query = url.searchParams;
    this.#count(namespace, 1);
    const stream = new PassThrough();
    stream.on('error', () => {});
    let over = false;
    const done = (): void => {
      if (!over) this.#count(namespace, -1);
      over = true;
    };
    stream.on('close', done);
    const onAbort = (): void => {
      stream.destroy(new Error('aborted'));
      done();
    };
    signal?.addEventListener('abort', onAbort);
    if (!this.prompt) await new Promise<void>((resolve) => this.#held.push(resolve));
    if (signal?.aborted) throw new Error('aborted');
    if (this.down) {
      stream.destroy();
      throw new ProblemError(problem('qd.cluster.unreachable', 'down'));
    }
    if (this.throttled) return refuse(stream, 429, 'TooManyRequests', { 'retry-after': '1' });
    if (query.has('watch')) return this.#watch(namespace, query, stream);
    return this.#list(namespace, query, stream);
  }

  openSocket(): never {
    throw new Error('no sockets here');
  }

  #list(namespace: string | null, query: URLSearchParams, stream: PassThrough): UpstreamResponse {
    this.asked.pages += 1;
    const token = query.get('continue');
    if (token === null) this.asked.lists += 1;
    const from =
      token === null ? { version: this.#version, rest: this.#of(listOf(namespace)) } : this.#snapshots.get(token);
    if (!from) return refuse(stream, 410, 'Expired');
    // a server may always give less than the limit
    const rows = from.rest.slice(0, 2);
    const rest = from.rest.slice(2);
    let next = '';
    if (rest.length > 0) {
      next = `t${this.#tokens++}`;
      this.#snapshots.set(next, { version: from.version, rest });
    }
    const metadata = {
      resourceVersion: String(from.version),
      ...(next ? { continue: next, remainingItemCount: rest.length } : {}),
    };
    stream.end(JSON.stringify({ kind: 'Table', metadata, columnDefinitions: COLUMNS, rows: rows.map(rowOf) }));
    return { status: 200, headers: {}, body: stream };
  }

  #watch(namespace: string | null, query: URLSearchParams, stream: PassThrough): UpstreamResponse {
    const watch: OpenWatch = { namespace, stream, lines: [] };
    if (query.has('sendInitialEvents')) {
      this.asked.streams += 1;
      if (!this.streamsLists) return refuse(stream, 422, 'Invalid');
      for (const object of this.#of(listOf(namespace))) watch.lines.push(eventOf('ADDED', object));
      watch.lines.push(bookmark(this.#version, true));
    } else {
      this.asked.watches += 1;
      const since = Number(query.get('resourceVersion'));
      if (since < this.#forgottenUntil) return refuse(stream, 410, 'Expired');
      for (const change of this.#history)
        if (change.version > since && concerns(watch, change.object))
          watch.lines.push(eventOf(change.type, change.object));
    }
    this.#watches.add(watch);
    stream.on('close', () => this.#watches.delete(watch));
    if (this.prompt) this.#flush(watch, watch.lines.length);
    return { status: 200, headers: {}, body: stream };
  }

  #happened(change: Change): void {
    this.#history.push(change);
    for (const watch of this.#watches)
      if (concerns(watch, change.object)) this.#say(watch, eventOf(change.type, change.object));
  }

  #say(watch: OpenWatch, line: string): void {
    watch.lines.push(line);
    if (this.prompt) this.#flush(watch, watch.lines.length);
  }

  #flush({ stream, lines }: OpenWatch, count: number): void {
    const text = lines
      .splice(0, count)
      .map((line) => `${line}\n`)
      .join('');
    // in two pieces, as networks do
    if (text === '' || stream.writableEnded) return;
    const middle = text.length >> 1;
    stream.write(text.slice(0, middle));
    stream.write(text.slice(middle));
  }

  #of(namespaces: readonly string[] | null): Stored[] {
    return [...this.#objects.values()].filter(({ namespace }) => namespaces === null || namespaces.includes(namespace));
  }

  #count(namespace: string | null, by: number): void {
    const key = namespace ?? '';
    this.#inFlight.set(key, (this.#inFlight.get(key) ?? 0) + by);
  }
}

const COLUMNS = [
  { name: 'Name', type: 'string', format: 'name', priority: 0, description: '' },
  { name: 'Value', type: 'string', format: '', priority: 0, description: '' },
];

function listOf(namespace: string | null): readonly string[] | null {
  return namespace === null ? null : [namespace];
}

function concerns({ namespace }: OpenWatch, object: Stored): boolean {
  return namespace === null || namespace === object.namespace;
}

function rowOf({ namespace, name, value, version }: Stored): object {
  return {
    cells: [name, value],
    object: { metadata: { namespace, name, uid: name, resourceVersion: String(version) } },
  };
}

function eventOf(type: string, object: Stored): string {
  return JSON.stringify({ type, object: { kind: 'Table', columnDefinitions: COLUMNS, rows: [rowOf(object)] } });
}

function bookmark(version: number, endOfList: boolean): string {
  const annotations = endOfList ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const rows = [{ cells: ['', ''], object: { metadata: { resourceVersion: String(version), ...annotations } } }];
  return JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Table', columnDefinitions: COLUMNS, rows } });
}

function refuse(
  stream: PassThrough,
  status: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): UpstreamResponse {
  stream.end(JSON.stringify({ kind: 'Status', status: 'Failure', code: status, reason, message: reason }));
  return { status, headers, body: stream };
}
