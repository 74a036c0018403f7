import type { Action, ActionTarget } from '../../actions/define-action.ts';
import { kubectlType } from '../../actions/kubectl-command.ts';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import type { Row } from '../../live/row.ts';
import type { CommandRemark } from './list-command.ts';
import { readRowKey, rowKey } from './panel/row-key.ts';

/** What the rows of a list are: objects of one kind, of several, or something that the product makes of objects. Keep its identity. */
export interface ListSubject {
  readonly cluster: string;
  /** "Pods" */
  readonly title: string;
  /** names files that are saved: "pods" */
  readonly plural: string;
  /** as kubectl takes it: "pods", "deployments.apps,jobs.batch" */
  readonly kubectl: string;
  readonly namespaced: boolean;
  /** what is read for it */
  readonly resources: readonly DiscoveredResource[];
  /** what a browser remembers of the columns is remembered under it: "/pods" */
  readonly memory: string;
  /** in what kubectl's list differs from this one, whatever is chosen */
  readonly remarks: readonly CommandRemark[];
  /** the object that a row is; undefined where it is none, or none that can be addressed */
  targetOf(row: Row): ActionTarget | undefined;
  /** the objects that a selected row stands for */
  targetsOf(row: Row): readonly ActionTarget[];
  /** what can be done with an object beside what can be done with every one */
  actionsOf(target: ActionTarget): readonly Action[];
  /** the accessible name of a row */
  nameOf(row: Row): string;
  /** the row in the address, when it stands open beside the list; undefined: it cannot */
  keyOf(row: Row): string | undefined;
  /** the inverse: the object that the address opens */
  refOf(key: string): ObjectRef | undefined;
}

const NO_ACTIONS: readonly Action[] = [];

/** The objects of one kind. */
export function kindSubject(
  cluster: string,
  resource: DiscoveredResource,
  title: string,
  kind: KindDefinition | undefined,
): ListSubject {
  const targetOf = (row: Row) => rowTarget(cluster, resource, row);
  const actions = kind?.actions ?? NO_ACTIONS;
  return {
    cluster,
    title,
    plural: resource.resource,
    kubectl: kubectlType(resource),
    namespaced: resource.namespaced,
    resources: [resource],
    memory: `${resource.group}/${resource.resource}`,
    remarks: [],
    targetOf,
    targetsOf: (row) => [targetOf(row)],
    actionsOf: () => actions,
    nameOf: ({ name }) => name,
    keyOf: rowKey,
    refOf: (key) => {
      const found = readRowKey(key, resource.namespaced);
      return found && { cluster, resource, namespace: found.namespace, name: found.name };
    },
  };
}

/** What actions are told of a row that is an object of that kind. */
export function rowTarget(
  cluster: string,
  resource: DiscoveredResource,
  { uid, namespace, name, labels }: Pick<Row, 'uid' | 'namespace' | 'name' | 'labels'>,
): ActionTarget {
  return {
    ref: { cluster, resource, namespace: resource.namespaced ? namespace : undefined, name },
    uid,
    labels: labels ?? {},
  };
}
