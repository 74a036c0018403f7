import { Readable } from 'node:stream';
import type { Credential } from '../auth/credential.ts';
import type { Cluster, UpstreamRequest, UpstreamResponse } from '../clusters/cluster.ts';

interface Stored {
  readonly time: string;
  readonly text: Buffer;
}

interface FakePod {
  readonly name: string;
  readonly uid: string;
  readonly createdAt: string;
  labels: Record<string, string>;
  /** uid of its controller; "" for none */
  owner: string;
  restarts: number;
  state: object;
  lastState: object;
  phase: string;
  deleted: boolean;
  /** by instance; the node keeps the newest two */
  readonly logs: Stored[][];
  readonly followers: Set<Readable>;
}

/** What becomes of a log's answer: cut short after so many bytes, by an error or as if it were over. */
export interface Cut {
  readonly after: number;
  readonly clean: boolean;
}

/**
 * An API server and a node with pods of one container "main", in memory: lists, watches and logs as the real ones give them,
 * a second's precision of sinceTime and two kept instances included.
 */
export class LogCluster implements Cluster {
  readonly name = 'fake';
  readonly host = 'fake.example';
  readonly pods = new Map<string, FakePod>();
  readonly requests: string[] = [];
  /** for the logs asked for next, in turn */
  readonly cuts: Cut[] = [];
  /** answers the access reviews */
  allowed: (attributes: Readonly<Record<string, string>>) => boolean = () => true;
  /** refuses before anything else */
  refuse: ((path: string) => { readonly code: number; readonly message: string } | undefined) | undefined;
  readonly #watchers = new Set<{ readonly selector: string; readonly stream: Readable; readonly seen: Set<string> }>();
  #uids = 0;
  #version = 1;
  #now = Date.parse('2026-11-21T12:00:00Z');

  /** Time as the node's clock shows it: ten lines are written a second unless it is moved on. */
  #tick(ms = 100): string {
    this.#now += ms;
    return new Date(this.#now).toISOString();
  }

  pass(ms: number): void {
    this.#tick(ms);
  }

  add(name: string, labels: Record<string, string> = { app: 'x' }, owner = ''): void {
    this.#uids += 1;
    this.pods.set(name, {
      name,
      uid: `uid-${this.#uids}`,
      createdAt: this.#tick(),
      labels,
      owner,
      restarts: 0,
      state: { running: {} },
      lastState: {},
      phase: 'Running',
      deleted: false,
      logs: [[]],
      followers: new Set(),
    });
    this.#tell(name);
  }

  write(name: string, text: string | Buffer, sameTime = false): void {
    const pod = this.#pod(name);
    const line = { time: this.#tick(sameTime ? 0 : 100), text: Buffer.from(text) };
    pod.logs.at(-1)?.push(line);
    for (const stream of pod.followers) stream.push(bytesOf(line));
  }

  /** The container ends; it is said a moment later by `tell`. */
  exit(name: string, code: number): void {
    const pod = this.#pod(name);
    for (const stream of pod.followers) stream.push(null);
    pod.followers.clear();
    const terminated = { exitCode: code, reason: code === 0 ? 'Completed' : 'Error', finishedAt: this.#tick() };
    pod.state = { terminated };
  }

  back(name: string): void {
    const pod = this.#pod(name);
    pod.lastState = pod.state;
    pod.state = { running: {} };
    pod.restarts += 1;
    pod.logs.push([]);
    for (const log of pod.logs.slice(0, -2)) log.length = 0;
  }

  restart(name: string, code = 1): void {
    this.exit(name, code);
    this.back(name);
    this.tell(name);
  }

  tell(name: string): void {
    this.#tell(name);
  }

  finish(name: string): void {
    this.exit(name, 0);
    this.#pod(name).phase = 'Succeeded';
    this.#tell(name);
  }

  remove(name: string): void {
    const pod = this.#pod(name);
    for (const stream of pod.followers) stream.push(null);
    this.pods.delete(name);
    this.#event('DELETED', { ...pod, deleted: true });
  }

  relabel(name: string, labels: Record<string, string>): void {
    const pod = this.#pod(name);
    pod.labels = labels;
    this.#tell(name);
  }

  /** Another controls it from now on. */
  give(name: string, owner: string): void {
    this.#pod(name).owner = owner;
    this.#tell(name);
  }

  /** Every stream is cut as when a connection breaks. */
  cutStreams(): void {
    for (const { followers } of this.pods.values()) for (const stream of followers) stream.destroy(new Error('cut'));
  }

  async openSocket(): Promise<never> {
    throw new Error('no sockets here');
  }

  async request(_credential: Credential, request: UpstreamRequest): Promise<UpstreamResponse> {
    const url = new URL(request.path, 'http://x');
    this.requests.push(`${request.method} ${request.path}`);
    request.signal?.throwIfAborted();
    const refusal = this.refuse?.(request.path);
    if (refusal) return status(refusal.code, refusal.message);
    if (request.method === 'POST') {
      const { spec } = JSON.parse(String(request.body)) as { spec: { resourceAttributes: Record<string, string> } };
      return json(201, { status: { allowed: this.allowed(spec.resourceAttributes) } });
    }
    const [, name, log] = /\/pods\/([^/]+)(\/log)?$/.exec(url.pathname) ?? [];
    const query = url.searchParams;
    if (name === undefined) return query.has('watch') ? this.#watch(query, request) : this.#list(query);
    const pod = this.pods.get(name);
    if (!pod) return status(404, `pods "${name}" not found`);
    return log ? this.#log(pod, query, request) : json(200, objectOf(pod));
  }

  #list(query: URLSearchParams): UpstreamResponse {
    const items = [...this.pods.values()].filter((pod) => matches(pod, query.get('labelSelector') ?? '')).map(objectOf);
    return json(200, { kind: 'PodList', metadata: { resourceVersion: String(this.#version) }, items });
  }

  #watch(query: URLSearchParams, request: UpstreamRequest): UpstreamResponse {
    if (query.has('sendInitialEvents')) return status(422, 'sendInitialEvents is forbidden');
    const stream = new Readable({ read() {} });
    const selector = query.get('labelSelector') ?? '';
    const seen = new Set([...this.pods.values()].filter((pod) => matches(pod, selector)).map(({ uid }) => uid));
    const watcher = { selector, stream, seen };
    this.#watchers.add(watcher);
    request.signal?.addEventListener('abort', () => stream.destroy());
    stream.on('close', () => this.#watchers.delete(watcher));
    return { status: 200, headers: {}, setCookie: [], body: stream };
  }

  #log(pod: FakePod, query: URLSearchParams, request: UpstreamRequest): UpstreamResponse {
    const previous = query.get('previous') === 'true';
    const lines = pod.logs.at(previous ? -2 : -1);
    if (!lines || (previous && pod.logs.length < 2))
      return status(400, `previous terminated container "main" in pod "${pod.name}" not found`);
    const since = query.get('sinceTime')?.slice(0, 19) ?? '';
    const tail = query.get('tailLines');
    const kept = (tail === null ? lines : lines.slice(lines.length - Number(tail))).filter(
      ({ time }) => time.slice(0, 19) >= since,
    );
    const body = new Readable({ read() {} });
    body.on('error', () => {});
    const bytes = Buffer.concat(kept.map(bytesOf));
    const cut = this.cuts.shift();
    request.signal?.addEventListener('abort', () => body.destroy());
    if (cut) {
      body.push(bytes.subarray(0, cut.after));
      if (cut.clean) body.push(null);
      else setImmediate(() => body.destroy(new Error('cut')));
      return { status: 200, headers: {}, setCookie: [], body };
    }
    if (bytes.length > 0) body.push(bytes);
    if (query.get('follow') === 'true' && 'running' in pod.state) {
      pod.followers.add(body);
      body.on('close', () => pod.followers.delete(body));
    } else body.push(null);
    return { status: 200, headers: {}, setCookie: [], body };
  }

  #pod(name: string): FakePod {
    const pod = this.pods.get(name);
    if (!pod) throw new Error(`no pod ${name}`);
    return pod;
  }

  #tell(name: string): void {
    this.#event('MODIFIED', this.#pod(name));
  }

  #event(type: string, pod: FakePod): void {
    this.#version += 1;
    for (const { selector, stream, seen } of this.#watchers) {
      const isThere = type !== 'DELETED' && matches(pod, selector);
      if (!isThere && !seen.has(pod.uid)) continue;
      const kind = isThere ? (seen.has(pod.uid) ? 'MODIFIED' : 'ADDED') : 'DELETED';
      if (isThere) seen.add(pod.uid);
      else seen.delete(pod.uid);
      stream.push(`${JSON.stringify({ type: kind, object: { kind: 'Pod', ...objectOf(pod, this.#version) } })}\n`);
    }
  }
}

function matches({ labels }: FakePod, selector: string): boolean {
  const [key = '', value] = selector.split('=');
  return selector === '' || labels[key] === value;
}

function objectOf(pod: FakePod, version = 1): object {
  const { name, uid, createdAt, labels, owner, deleted, phase, restarts, state, lastState } = pod;
  return {
    metadata: {
      name,
      namespace: 'ns',
      uid,
      labels,
      creationTimestamp: createdAt,
      resourceVersion: String(version),
      // whoever else is named as an owner controls nothing
      ownerReferences: [
        { uid: 'uid-of-all', controller: false },
        ...(owner === '' ? [] : [{ uid: owner, controller: true }]),
      ],
      ...(deleted ? { deletionTimestamp: createdAt } : {}),
    },
    spec: { restartPolicy: 'Always', containers: [{ name: 'main' }] },
    status: { phase, containerStatuses: [{ name: 'main', restartCount: restarts, state, lastState }] },
  };
}

function bytesOf({ time, text }: Stored): Buffer {
  return Buffer.concat([Buffer.from(`${time} `), text, Buffer.from('\n')]);
}

function json(code: number, body: object): UpstreamResponse {
  return {
    status: code,
    headers: { 'content-type': 'application/json' },
    setCookie: [],
    body: Readable.from([JSON.stringify(body)].map((text) => Buffer.from(text))),
  };
}

function status(code: number, message: string): UpstreamResponse {
  const reasons: Record<number, string> = {
    400: 'BadRequest',
    403: 'Forbidden',
    404: 'NotFound',
    422: 'Invalid',
    503: 'ServiceUnavailable',
  };
  return json(code, { kind: 'Status', status: 'Failure', reason: reasons[code] ?? '', message, code });
}
