import type { KubeObject } from '../kube-object.ts';
import { listAt, textAt, valueAt } from '../read-field.ts';

/** What the DaemonSet controller adds to the tolerations of each pod. */
const ALWAYS = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
] as const;

/** A pod as the DaemonSet controller would make it, which decides where it belongs. */
export function daemonPod(set: KubeObject): object {
  const spec = valueAt(set, 'spec.template.spec');
  const host = textAt(spec, 'hostNetwork') === 'true' ? [['network-unavailable', 'NoSchedule'] as const] : [];
  const added = [...ALWAYS, ...host].map(([name, effect]) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  }));
  return {
    spec: { ...(typeof spec === 'object' ? spec : {}), tolerations: [...listAt(spec, 'tolerations'), ...added] },
  };
}
