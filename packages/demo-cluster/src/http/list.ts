import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { valueAt } from '../json-value.ts';
import type { MemoryStore } from '../memory-store.ts';
import { objectsOf } from '../resources/registry.ts';
import { badRequest, expired, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import type { ApiRequest } from './api-request.ts';
import type { Representation } from './representation.ts';
import { parseSelectors } from './selectors.ts';
import { sendList } from './send.ts';

/** As long as etcd keeps old versions by default. */
const SNAPSHOT_LIFE_MS = 5 * 60_000;
const MAX_SNAPSHOTS = 64;

interface Snapshot {
  readonly objects: readonly DemoObject[];
  readonly version: string;
  readonly taken: number;
}

/** Lists in pages. A paged list is a snapshot: later pages show the moment of the first one, or say 410. */
export class Lists {
  readonly #store: MemoryStore;
  readonly #snapshots = new Map<string, Snapshot>();

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  /** Continue tokens that were given out until now answer 410. */
  forgetSnapshots(): void {
    this.#snapshots.clear();
  }

  async answer(request: ApiRequest, representation: Representation, res: ServerResponse): Promise<void> {
    const { query } = request;
    const limit = readLimit(query);
    const token = query.get('continue') ?? '';
    const selector = parseSelectors(query, representation.type);
    if (token === '') checkVersion(this.#store, query.get('resourceVersion') ?? '');
    const { snapshot, id, start } = token === '' ? this.#take(request, representation, selector) : this.#resume(token);
    const { objects, version } = snapshot;
    const end = limit > 0 ? Math.min(start + limit, objects.length) : objects.length;
    const metadata: Record<string, unknown> = { resourceVersion: version };
    if (end < objects.length) {
      this.#keep(id, snapshot);
      metadata['continue'] = Buffer.from(
        JSON.stringify({ v: 'meta.k8s.io/v1', rv: Number(version), id, start: end }),
      ).toString('base64url');
      if (!selector) metadata['remainingItemCount'] = objects.length - end;
    }
    const { head, itemsKey } = representation.list(metadata);
    await sendList(res, head, itemsKey, items(objects, start, end, representation));
  }

  #take(request: ApiRequest, { type }: Representation, selector: ((object: DemoObject) => boolean) | undefined) {
    const all = objectsOf(this.#store, type, type.namespaced ? request.namespace : undefined);
    const objects = selector ? all.filter(selector) : all;
    const snapshot = { objects, version: String(this.#store.version()), taken: this.#store.now() };
    return { snapshot, id: randomUUID(), start: 0 };
  }

  #resume(token: string): { snapshot: Snapshot; id: string; start: number } {
    let claims: unknown;
    try {
      claims = JSON.parse(Buffer.from(token, 'base64url').toString());
    } catch {
      throw badRequest('continue key is not valid: it is no JSON');
    }
    const id = valueAt(claims, 'id');
    const start = valueAt(claims, 'start');
    if (typeof id !== 'string' || typeof start !== 'number' || !Number.isSafeInteger(start) || start < 0)
      throw badRequest('continue key is not valid: incorrect encoded start key or version');
    const snapshot = this.#snapshots.get(id);
    if (!snapshot || this.#store.now() - snapshot.taken > SNAPSHOT_LIFE_MS)
      throw expired(
        'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
      );
    return { snapshot, id, start };
  }

  #keep(id: string, snapshot: Snapshot): void {
    this.#snapshots.delete(id);
    this.#snapshots.set(id, snapshot);
    for (const [oldest] of this.#snapshots) {
      if (this.#snapshots.size <= MAX_SNAPSHOTS) break;
      this.#snapshots.delete(oldest);
    }
  }
}

function* items(objects: readonly DemoObject[], start: number, end: number, representation: Representation) {
  for (let index = start; index < end; index += 1) yield representation.item(objects[index] as DemoObject);
}

function readLimit(query: URLSearchParams): number {
  const text = query.get('limit') ?? '';
  if (text === '') return 0;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Math.max(0, Number(text));
}

/** A version that a list or watch starts from; undefined for "" and "0". */
export function readVersion(text: string): number | undefined {
  if (text === '' || text === '0') return undefined;
  if (!/^\d+$/.test(text))
    throw new StatusError(
      400,
      'BadRequest',
      `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  return Number(text);
}

/** Nobody can know a version that was not given out yet. */
export function checkVersion(store: MemoryStore, text: string): void {
  const version = readVersion(text);
  if (version === undefined || version <= store.version()) return;
  throw new StatusError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${version}, current: ${store.version()}`,
    {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  );
}
