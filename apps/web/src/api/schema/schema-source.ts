import type { GroupVersionKind, KindSchema } from './schema-node.ts';

interface NamedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Where an editor has its schemas from. */
export interface SchemaSource {
  /** Resolves with undefined where the cluster does not serve or describe the kind; rejects where it cannot be asked. */
  load(kind: GroupVersionKind): Promise<KindSchema | undefined>;
  /** what the cluster serves, to be offered after "kind:" */
  readonly kinds: readonly NamedKind[];
  /** paths ("spec.selector") of that kind that are known to be immutable though its schema does not say so */
  immutable(kind: GroupVersionKind): readonly string[];
}
