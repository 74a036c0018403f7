import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { formatResource } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { type OwnerReference, readOwners } from '../../../api/owner-references.ts';
import type { Health, KindDefinition } from '../../../kinds/define-kind.ts';
import { statusColumnOf, wordHealth } from '../../../kinds/word-health.ts';
import type { GatherSource } from '../../../live/gathered-rows.ts';
import { RowReader } from '../../../live/row-reader.ts';

/** An object that is bound to the one of the page, as its row tells it. */
export interface Relative {
  readonly uid: string;
  readonly ref: ObjectRef;
  /** epoch seconds; 0 when unknown */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly owners: readonly OwnerReference[];
  readonly health: Health | undefined;
  /** the server's own word ("CrashLoopBackOff"); "" where it prints none */
  readonly word: string;
  /** the field of that path, where the query asked for it */
  field(path: string): unknown;
}

export interface RelativeQuery {
  readonly id: string;
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  readonly definition: KindDefinition | undefined;
  readonly namespaces: readonly string[] | null;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** beside the owners */
  readonly fields?: readonly string[];
  /** only metadata and the printed columns travel */
  readonly light?: boolean;
}

const OWNERS = 'metadata.ownerReferences';
const DELETION = 'metadata.deletionTimestamp';
const NO_LABELS: Readonly<Record<string, string>> = {};

/** The live query of objects of one kind, and its rows as {@link Relative}s. */
export function relativeSource(wanted: RelativeQuery): GatherSource<Relative> {
  const { id, cluster, resource, definition, namespaces, labelSelector, fieldSelector } = wanted;
  const own = wanted.light === true ? [] : (definition?.fields ?? []);
  const fields = [...new Set([OWNERS, DELETION, ...own, ...(wanted.fields ?? [])])];
  const query: LiveQuery = {
    cluster,
    resource: formatResource(resource),
    namespaces: namespaces === null || !resource.namespaced ? null : [...namespaces],
    ...(labelSelector ? { labelSelector } : {}),
    ...(fieldSelector ? { fieldSelector } : {}),
    fields,
    mode: 'rows',
  };
  return {
    id,
    query,
    read: (columns) => {
      const reader = new RowReader(columns, fields);
      const named = columns.map(({ name }) => name);
      const status = definition?.statusColumn ?? named[statusColumnOf(named)] ?? '';
      return (row) => {
        const view = reader.view(row);
        const going = typeof view.field(DELETION) === 'string';
        const said = going ? 'Terminating' : view.cell(status);
        const health = going ? 'progressing' : definition?.health ? definition.health(view) : wordHealth(said);
        return {
          uid: row.uid,
          ref: { cluster, resource, namespace: row.namespace === '' ? undefined : row.namespace, name: row.name },
          created: row.created,
          labels: row.labels ?? NO_LABELS,
          owners: readOwners(view.field(OWNERS)),
          health,
          word: said,
          field: view.field,
        };
      };
    },
  };
}

/** Epoch seconds of an object's making; 0 when unknown. */
export function createdAt(object: KubeObject): number {
  const at = Date.parse(object.metadata.creationTimestamp ?? '') / 1000;
  return Number.isFinite(at) ? at : 0;
}
