import { ProblemError } from '@quarterdeck/shared/problem';
import { k8sFetch } from '../api-fetch.ts';
import type { SchemaCutter } from './schema-cutter.ts';
import { type GroupVersionKind, type KindSchema, kindKey } from './schema-node.ts';

/** GET of a path of the API server; rejects with a ProblemError. */
type Read = (path: string) => Promise<ArrayBuffer>;

/** How long the index of v3 (which hash each group version has), and the whole document of v2, are taken for fresh. */
const INDEX_MS = 20_000;
const WHOLE_MS = 300_000;
const MOST_KINDS = 60;

interface V3Index {
  readonly paths?: Readonly<Record<string, { readonly serverRelativeURL?: string }>>;
}

/**
 * The schemas that one cluster serves: of OpenAPI v3 by group version where it has it, else out of the document of v2. A kind's
 * schema is kept under its document's hash, so that a CRD that changed is read anew.
 */
export class ClusterSchemas {
  readonly #read: Read;
  readonly #cutter: SchemaCutter;
  readonly #name: string;
  readonly #now: () => number;
  readonly #kinds = new Map<string, Promise<KindSchema | undefined>>();
  #index: { readonly at: number; readonly read: Promise<V3Index | undefined> } | undefined;
  #wholeAt = Number.NEGATIVE_INFINITY;

  constructor(name: string, cutter: SchemaCutter, read: Read = readCluster(name), now: () => number = Date.now) {
    this.#name = name;
    this.#cutter = cutter;
    this.#read = read;
    this.#now = now;
  }

  /** undefined: the cluster does not serve or describe the kind */
  async load(kind: GroupVersionKind): Promise<KindSchema | undefined> {
    const index = await this.#readIndex();
    return index === undefined ? this.#ofWhole(kind) : this.#ofGroup(index, kind);
  }

  #readIndex(): Promise<V3Index | undefined> {
    const now = this.#now();
    if (this.#index === undefined || now - this.#index.at > INDEX_MS) {
      const read = this.#askIndex();
      this.#index = { at: now, read };
      read.catch(() => {
        this.#index = undefined;
      });
    }
    return this.#index.read;
  }

  /** undefined: the server has no v3 (before 1.24) */
  async #askIndex(): Promise<V3Index | undefined> {
    try {
      return JSON.parse(new TextDecoder().decode(await this.#read('/openapi/v3'))) as V3Index;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 404) return undefined;
      throw error;
    }
  }

  async #ofGroup({ paths }: V3Index, kind: GroupVersionKind): Promise<KindSchema | undefined> {
    const group = kind.group === '' ? `api/${kind.version}` : `apis/${kind.group}/${kind.version}`;
    const path = paths?.[group]?.serverRelativeURL;
    // the server's word becomes a path of ours: one of its own documents or none
    if (path === undefined || path.includes('..') || !/^\/openapi\/v3\/[\w./?=&%-]+$/.test(path)) return undefined;
    return this.#kept(path, kind);
  }

  async #ofWhole(kind: GroupVersionKind): Promise<KindSchema | undefined> {
    if (this.#now() - this.#wholeAt > WHOLE_MS) this.#wholeAt = this.#now();
    const found = await this.#kept('/openapi/v2', kind, this.#wholeAt);
    const age = this.#now() - this.#wholeAt;
    if (found !== undefined || age < INDEX_MS) return found;
    // a kind that came since
    this.#wholeAt = this.#now();
    return this.#kept('/openapi/v2', kind, this.#wholeAt);
  }

  #kept(path: string, kind: GroupVersionKind, version = 0): Promise<KindSchema | undefined> {
    const document = `${this.#name} ${path} ${version}`;
    const key = `${document} ${kindKey(kind)}`;
    const held = this.#kinds.get(key);
    if (held !== undefined) return held;
    const asked = this.#cutter.cut(document, kind, () => this.#read(path));
    this.#kinds.set(key, asked);
    asked.catch(() => this.#kinds.delete(key));
    for (const oldest of this.#kinds.keys()) if (this.#kinds.size > MOST_KINDS) this.#kinds.delete(oldest);
    return asked;
  }
}

function readCluster(cluster: string): Read {
  return async (path) => {
    const response = await k8sFetch(cluster, path, { headers: { accept: 'application/json' } });
    return response.arrayBuffer();
  };
}
