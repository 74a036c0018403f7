import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { Row } from '../../live/row.ts';
import { selectorText } from '../pointers.ts';

/** Where the Deployment controller counts its revisions, on the Deployment and on its ReplicaSets. */
export const REVISION = 'deployment.kubernetes.io/revision';
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

const FIELDS = [
  'metadata.ownerReferences[*].uid',
  'metadata.annotations',
  'spec.replicas',
  'status.replicas',
  'status.readyReplicas',
  'status.availableReplicas',
  'spec.template.spec.containers[*].image',
] as const;

/** A ReplicaSet of a Deployment: one revision of its template. */
export interface Revision {
  readonly uid: string;
  readonly name: string;
  /** 0: the controller has not numbered it */
  readonly number: number;
  readonly created: number;
  readonly cause: string;
  readonly images: readonly string[];
  readonly wanted: number;
  readonly pods: number;
  readonly ready: number;
  readonly available: number;
}

/** The ReplicaSets that a Deployment's selector matches, live; {@link revisionReader} keeps its own. */
export function revisionsQuery({ cluster, namespace }: ObjectRef, deployment: KubeObject): LiveQuery {
  return {
    cluster,
    resource: 'apps/v1/replicasets',
    namespaces: [namespace ?? ''],
    labelSelector: selectorText(deployment, 'spec.selector'),
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
    const annotation = annotationsOf(field('metadata.annotations'));
    return {
      uid: row.uid,
      name: row.name,
      number: revisionNumber(annotation(REVISION)),
      created: row.created,
      cause: annotation(CHANGE_CAUSE),
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

/** The number in the annotation; 0 when there is none. */
export function revisionNumber(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function annotationsOf(value: unknown): (key: string) => string {
  const found = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  return (key) => {
    const text = found.get(key);
    return typeof text === 'string' ? text : '';
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
