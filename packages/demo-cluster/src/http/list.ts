import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { valueAt } from '../json-value.ts';
import type { MemoryStore } from '../memory-store.ts';
import { objectsOf, storageKey } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { badRequest, expired, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import type { ApiRequest } from './api-request.ts';
import { type ListOptions, readListOptions } from './list-options.ts';
import type { Representation } from './representation.ts';
import { parseSelectors } from './selectors.ts';
import { sendList } from './send.ts';

/** As long as etcd keeps old versions by default. */
const SNAPSHOT_LIFE_MS = 5 * 60_000;
const MAX_SNAPSHOTS = 64;
/** The version of a token that goes on with whatever is there now. */
const ANY_VERSION = -1;

interface Snapshot {
  readonly id: string;
  readonly objects: readonly DemoObject[];
  readonly version: string;
  readonly taken: number;
}

/** What a continue token says; opaque to clients. */
interface Continue {
  readonly v: string;
  readonly rv: number;
  /** "namespace/name", or "name", of the last object that the client has */
  readonly start: string;
  readonly id: string;
}

/** 410 for a token that is too old, with one that goes on in the present. */
class ExpiredContinue extends StatusError {
  readonly #continue: string;

  constructor(start: string) {
    super(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    );
    this.#continue = encode({ v: 'meta.k8s.io/v1', rv: ANY_VERSION, start, id: '' });
  }

  override toStatus(): Record<string, unknown> {
    return { ...super.toStatus(), metadata: { continue: this.#continue } };
  }
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
    const { type } = representation;
    const options = readListOptions(query, false);
    const selector = parseSelectors(query, type);
    const namespace = type.namespaced ? request.namespace : undefined;
    const token = options.continue === '' ? undefined : decode(options.continue);
    const snapshot =
      (token && token.rv !== ANY_VERSION ? this.#known(token) : undefined) ??
      this.#take(type, namespace, selector, token ? undefined : options);
    const { objects, version } = snapshot;
    const start = token ? indexAfter(objects, token.start) : 0;
    const end = options.limit > 0 ? Math.min(start + options.limit, objects.length) : objects.length;
    // what is computed has no version
    const metadata: Record<string, unknown> = type.computed ? {} : { resourceVersion: version };
    const last = objects[end - 1];
    if (end < objects.length && last) {
      this.#keep(snapshot);
      metadata['continue'] = encode({
        v: 'meta.k8s.io/v1',
        rv: Number(version),
        start: keyOf(last),
        id: snapshot.id,
      });
      if (!selector) metadata['remainingItemCount'] = objects.length - end;
    }
    const { head, itemsKey } = representation.list(metadata);
    await sendList(res, head, itemsKey, items(objects, start, end, representation));
  }

  #take(
    type: ResourceType,
    namespace: string | undefined,
    selector: ((object: DemoObject) => boolean) | undefined,
    options: ListOptions | undefined,
  ): Snapshot {
    checkVersion(this.#store, options?.version);
    const version = options?.exact ? options.version : undefined;
    const all =
      version === undefined ? objectsOf(this.#store, type, namespace) : stateAt(this.#store, type, namespace, version);
    return {
      id: randomUUID(),
      objects: selector ? all.filter(selector) : all,
      version: String(version ?? this.#store.version()),
      taken: this.#store.now(),
    };
  }

  #known({ id, start }: Continue): Snapshot {
    const snapshot = this.#snapshots.get(id);
    if (!snapshot || this.#store.now() - snapshot.taken > SNAPSHOT_LIFE_MS) throw new ExpiredContinue(start);
    return snapshot;
  }

  #keep(snapshot: Snapshot): void {
    this.#snapshots.delete(snapshot.id);
    this.#snapshots.set(snapshot.id, snapshot);
    for (const [oldest] of this.#snapshots) {
      if (this.#snapshots.size <= MAX_SNAPSHOTS) break;
      this.#snapshots.delete(oldest);
    }
  }
}

/** The objects as they were at a version: what happened since is taken back. */
function stateAt(store: MemoryStore, type: ResourceType, namespace: string | undefined, version: number): DemoObject[] {
  const key = storageKey(type);
  const events = store.eventsAfter(key, version);
  if (!events) throw expired('The resourceVersion for the provided list is too old.');
  const objects = new Map(store.list(key, namespace).map((object) => [keyOf(object), object]));
  for (const { type: what, object, old } of events.reverse()) {
    if (namespace !== undefined && object.metadata.namespace !== namespace) continue;
    if (what === 'ADDED') objects.delete(keyOf(object));
    else if (old) objects.set(keyOf(object), old);
  }
  return [...objects.values()].sort(inOrder);
}

const keyOf = ({ metadata: { namespace, name } }: DemoObject) =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** Namespaces first, as the store lists them: "a-b/x" comes after "a/x". */
function compare(namespace: string, name: string, other: DemoObject): number {
  const { namespace: otherNamespace = '', name: otherName } = other.metadata;
  if (namespace !== otherNamespace) return namespace < otherNamespace ? -1 : 1;
  return name < otherName ? -1 : name > otherName ? 1 : 0;
}

const inOrder = (a: DemoObject, b: DemoObject) => compare(a.metadata.namespace ?? '', a.metadata.name, b);

function indexAfter(objects: readonly DemoObject[], start: string): number {
  const slash = start.indexOf('/');
  const namespace = slash < 0 ? '' : start.slice(0, slash);
  const name = start.slice(slash + 1);
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(namespace, name, objects[middle] as DemoObject) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

const encode = (token: Continue) => Buffer.from(JSON.stringify(token)).toString('base64url');

function decode(text: string): Continue {
  const bad = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  let token: unknown;
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (error) {
    throw bad((error as Error).message);
  }
  const [v, rv, start, id] = ['v', 'rv', 'start', 'id'].map((field) => valueAt(token, field));
  if (v !== 'meta.k8s.io/v1') throw bad(`server does not recognize this encoded version ${JSON.stringify(v)}`);
  if (typeof rv !== 'number' || rv === 0) throw bad('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '') throw bad('encoded start key empty (version meta.k8s.io/v1)');
  return { v, rv, start, id: typeof id === 'string' ? id : '' };
}

function* items(objects: readonly DemoObject[], start: number, end: number, representation: Representation) {
  for (let index = start; index < end; index += 1) yield representation.itemText(objects[index] as DemoObject);
}

/** Nobody can know a version that was not given out yet. */
function checkVersion(store: MemoryStore, version: number | undefined): void {
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
