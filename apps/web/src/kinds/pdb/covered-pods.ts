import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { entriesAt } from '../../api/read-field.ts';
import { cellAt, type Row } from '../../live/row.ts';
import { selectorText } from '../pointers.ts';
import { condition } from '../row-fields.ts';
import type { CoveredPod } from './disruption-state.ts';

const READY = condition('Ready');
const FIELDS = [
  READY,
  'status.phase',
  'spec.nodeName',
  'metadata.deletionTimestamp',
  'metadata.ownerReferences[*].controller',
  'metadata.labels',
] as const;

/** The pods that a budget's selector picks. */
export function coveredPodsQuery({ cluster, namespace }: ObjectRef, budget: KubeObject): LiveQuery {
  const labelSelector = selectorText(budget, 'spec.selector');
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: [namespace ?? ''],
    ...(labelSelector === '' ? {} : { labelSelector }),
    fields: [...FIELDS],
    mode: 'rows',
  };
}

/** Makes, of the server's columns, the function that reads a pod. */
export function readCoveredPod(columns: readonly LiveColumn[]): (row: Row) => CoveredPod {
  const status = columns.findIndex(({ name }) => name === 'Status');
  return (row) => {
    const field = (name: (typeof FIELDS)[number]): unknown => row.fields[FIELDS.indexOf(name)];
    const text = (name: (typeof FIELDS)[number]): string => {
      const value = field(name);
      return typeof value === 'string' ? value : '';
    };
    const controllers = field('metadata.ownerReferences[*].controller');
    return {
      uid: row.uid,
      name: row.name,
      node: text('spec.nodeName'),
      status: String(cellAt(row, status) ?? ''),
      phase: text('status.phase'),
      ready: text(READY) === 'True',
      leaving: text('metadata.deletionTimestamp') !== '',
      controlled: (Array.isArray(controllers) ? controllers : [controllers]).includes(true),
      labels: Object.fromEntries(
        entriesAt({ labels: field('metadata.labels') }, 'labels').map(([key, value]) => [key, String(value)]),
      ),
    };
  };
}

/** A budget of the namespace, by what it picks. */
export interface OtherBudget {
  readonly name: string;
  readonly selector: unknown;
}

/** All budgets of the namespace: the API server evicts no pod that two of them cover. */
export function budgetsQuery({ cluster, namespace, resource }: ObjectRef): LiveQuery {
  return {
    cluster,
    resource: `${resource.group}/${resource.version}/${resource.resource}`,
    namespaces: [namespace ?? ''],
    fields: ['spec.selector'],
    mode: 'rows',
  };
}

export function readBudget(): (row: Row) => OtherBudget {
  return ({ name, fields }) => ({ name, selector: fields[0] });
}
