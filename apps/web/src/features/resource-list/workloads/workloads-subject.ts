import type { ActionTarget } from '../../../actions/define-action.ts';
import { kubectlType } from '../../../actions/kubectl-command.ts';
import { type WorkloadKind, workloadFacts } from '../../../kinds/workload-rows.ts';
import type { Row } from '../../../live/row.ts';
import { type ListSubject, rowTarget } from '../list-subject.ts';
import { kindRowKey, readKindRowKey } from '../panel/row-key.ts';

/** The workloads of all kinds that the cluster serves, as rows of one list. */
export function workloadsSubject(
  cluster: string,
  kinds: ReadonlyMap<string, WorkloadKind>,
  title: string,
): ListSubject {
  const served = [...kinds.values()];
  const resources = served.map(({ resource }) => resource);
  const targetOf = (row: Row): ActionTarget | undefined => {
    const resource = kinds.get(workloadFacts(row).kind)?.resource;
    return resource && rowTarget(cluster, resource, row);
  };
  return {
    cluster,
    title,
    plural: 'workloads',
    kubectl: resources.map(kubectlType).join(','),
    namespaced: true,
    resources,
    memory: 'workloads',
    remarks: ['owned'],
    targetOf,
    targetsOf: (row) => [targetOf(row) ?? []].flat(),
    actionsOf: ({ ref: { resource } }) => served.find((kind) => kind.resource === resource)?.definition.actions ?? [],
    nameOf: ({ name }) => name,
    keyOf: (row) => {
      const target = targetOf(row);
      return target && kindRowKey(target.ref);
    },
    refOf: (key) => readKindRowKey(key, cluster, resources),
  };
}
