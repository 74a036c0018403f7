import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { drainPlan } from '../drain/drain-plan.ts';

interface RemovalState {
  /** pods that a drain would have to take away still */
  readonly left: number;
  readonly isCordoned: boolean;
  /** volumes attached to it: pods elsewhere wait for them */
  readonly attached: readonly string[];
  /** its kubelet reports: it would go on running what it has, and may register the node again */
  readonly isReporting: boolean;
  /** made by a cloud: who makes machines there would make another */
  readonly isOfCloud: boolean;
}

/** How far the removal of a node has come, by what the node and its pods are now (OPS-184). */
export function removalState(node: unknown, pods: readonly KubeObject[], orphans?: ReadonlySet<string>): RemovalState {
  const plan = drainPlan(pods, [], { force: true, deleteEmptyDir: true, graceSeconds: '' }, orphans);
  const ready = listAt(node, 'status.conditions').find((each) => textAt(each, 'type') === 'Ready');
  return {
    left: plan.filter(({ fate }) => fate !== 'passed').length,
    isCordoned: textAt(node, 'spec.unschedulable') === 'true',
    attached: listAt(node, 'status.volumesAttached').map((volume) => textAt(volume, 'name')),
    isReporting: textAt(ready, 'status') === 'True',
    isOfCloud: textAt(node, 'spec.providerID') !== '',
  };
}
