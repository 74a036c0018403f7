import { type GroupVersionKind, type KindSchema, kindKey } from '../../api/schema/schema-node.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { SchemaTree } from '../../api/schema/schema-tree.ts';

/** a cluster that could not be asked is asked again after this long */
const RETRY_MS = 15_000;

/** The schemas of one editor: asked for as the text names kinds, there when they come. */
export class SchemaBook {
  readonly source: SchemaSource | undefined;
  readonly #trees = new Map<string, SchemaTree | 'asked' | 'absent' | { readonly retryAt: number }>();
  readonly #onSchema: (schema: KindSchema) => void;
  #closed = false;

  constructor(source: SchemaSource | undefined, onSchema: (schema: KindSchema) => void) {
    this.source = source;
    this.#onSchema = onSchema;
  }

  /** The kind's tree; undefined while it is not there (it is asked for then) and where the cluster has none. */
  tree(kind: GroupVersionKind | undefined): SchemaTree | undefined {
    if (kind === undefined || this.source === undefined) return undefined;
    const key = kindKey(kind);
    const held = this.#trees.get(key);
    if (held instanceof SchemaTree) return held;
    if (held === undefined || (typeof held === 'object' && Date.now() >= held.retryAt))
      void this.#ask(this.source, kind, key);
    return undefined;
  }

  async #ask(source: SchemaSource, kind: GroupVersionKind, key: string): Promise<void> {
    this.#trees.set(key, 'asked');
    try {
      const schema = await source.load(kind);
      if (this.#closed) return;
      this.#trees.set(key, schema === undefined ? 'absent' : new SchemaTree(schema, source.immutable(kind)));
      if (schema !== undefined) this.#onSchema(schema);
    } catch {
      // the editor works without
      this.#trees.set(key, { retryAt: Date.now() + RETRY_MS });
    }
  }

  close(): void {
    this.#closed = true;
  }
}
