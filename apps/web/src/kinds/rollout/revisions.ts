import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import { CHANGE_CAUSE } from '../../api/change-cause.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { Row } from '../../live/row.ts';
import { selectorText } from '../pointers.ts';

/** Where the Deployment controller counts its revisions, on the Deployment and on its ReplicaSets. */
const REVISION = 'deployment.kubernetes.io/revision';

const FIELDS = [
  'metadata.ownerReferences[*].uid',
  'metadata.annotations',
  'spec.replicas',
  'status.replicas',
  'status.readyReplicas',
  'status.availableReplicas',
  'spec.template.spec.containers[*].image',
  'revision',
] as const;

/** What keeps the templates that a workload had. */
interface RevisionKind {
  readonly resource: 'replicasets' | 'controllerrevisions';
  readonly kind: 'ReplicaSet' | 'ControllerRevision';
  /** the field in which the workload's own fields stand; undefined: its own are alike */
  readonly within: 'data' | undefined;
}

const SETS: RevisionKind = { resource: 'replicasets', kind: 'ReplicaSet', within: undefined };
const RECORDS: RevisionKind = {
  resource: 'controllerrevisions',
  kind: 'ControllerRevision',
  within: 'data',
};

/** ReplicaSets are the revisions of a Deployment, ControllerRevisions those of a StatefulSet or DaemonSet. */
export function revisionKind({ resource }: Pick<DiscoveredResource, 'resource'>): RevisionKind {
  return resource === 'deployments' ? SETS : RECORDS;
}

/** One revision of a workload's template. */
export interface Revision {
  readonly uid: string;
  readonly name: string;
  /** 0: the controller has not numbered it */
  readonly number: number;
  readonly created: number;
  readonly cause: string;
  /** of a ControllerRevision they are not in rows: what stands in `data` never travels there */
  readonly images: readonly string[];
  /** what a ReplicaSet wants and has; a ControllerRevision has no pods of its own, and 0 of each */
  readonly wanted: number;
  readonly pods: number;
  readonly ready: number;
  readonly available: number;
}

/** The revisions that a workload's selector matches, live; {@link revisionReader} keeps its own. */
export function revisionsQuery({ cluster, resource, namespace }: ObjectRef, workload: KubeObject): LiveQuery {
  return {
    cluster,
    resource: `apps/v1/${revisionKind(resource).resource}`,
    namespaces: [namespace ?? ''],
    labelSelector: selectorText(workload, 'spec.selector'),
    fields: [...FIELDS],
    mode: 'rows',
  };
}

/** Makes the reader of rows that leaves out what another one owns. */
export function revisionReader(owner: string): (columns: readonly LiveColumn[]) => (row: Row) => Revision | undefined {
  return () => (row) => {
    const field = (name: (typeof FIELDS)[number]): unknown => row.fields[FIELDS.indexOf(name)];
    const count = (name: (typeof FIELDS)[number]) => {
      const value = field(name);
      return typeof value === 'number' ? value : 0;
    };
    if (!texts(field('metadata.ownerReferences[*].uid')).includes(owner)) return undefined;
    const annotations = field('metadata.annotations');
    return {
      uid: row.uid,
      name: row.name,
      number: numberOf(field('revision'), annotations),
      created: row.created,
      cause: annotationOf(annotations, CHANGE_CAUSE),
      images: texts(field('spec.template.spec.containers[*].image')),
      wanted: count('spec.replicas'),
      pods: count('status.replicas'),
      ready: count('status.readyReplicas'),
      available: count('status.availableReplicas'),
    };
  };
}

/** The newest first: by number, and by age where the controller has not numbered them. */
export function inOrder<T extends Pick<Revision, 'number' | 'created'>>(revisions: Iterable<T>): readonly T[] {
  return [...revisions].sort((a, b) => b.number - a.number || b.created - a.created);
}

/** The number of a revision: a ControllerRevision's field, a ReplicaSet's annotation; 0 when there is none. */
export function numberOf(field: unknown, annotations: unknown): number {
  const text = typeof field === 'number' ? `${field}` : annotationOf(annotations, REVISION);
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function annotationOf(annotations: unknown, key: string): string {
  const found = new Map<string, unknown>(
    typeof annotations === 'object' && annotations !== null ? Object.entries(annotations) : [],
  );
  const text = found.get(key);
  return typeof text === 'string' ? text : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
