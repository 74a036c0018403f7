import type { KubeObject } from '../../api/kube-object.ts';
import { isMirrorPod } from '../../api/mirror-pod.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { DeletionAsk, Finding } from '../deletion.ts';

/** What goes with a pod: the volumes that live as long as it does, and whether its node can end it. */
export async function look(pod: KubeObject, { read }: DeletionAsk): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const node = textAt(pod, 'spec.nodeName');
  if (isMirrorPod(pod)) findings.push({ about: 'back', key: 'pod.mirror', values: { node } });
  else if ((pod.metadata.ownerReferences ?? []).every(({ controller }) => !controller))
    findings.push({ about: 'back', key: 'pod.bare' });
  const volumes = listAt(pod, 'spec.volumes');
  const named = (source: string) =>
    volumes.filter((volume) => valueAt(volume, source) !== undefined).map((volume) => textAt(volume, 'name'));
  const lost = [...named('emptyDir'), ...named('ephemeral')];
  findings.push(
    lost.length === 0
      ? { about: 'data', key: 'pod.logs' }
      : { about: 'data', key: 'pod.volumes', values: { count: lost.length, volumes: lost.join(', ') } },
  );
  if (node === '') return findings;
  const machine = await read(`/api/v1/nodes/${encodeURIComponent(node)}`);
  const ready = listAt(machine, 'status.conditions').find((condition) => textAt(condition, 'type') === 'Ready');
  if (ready !== undefined && textAt(ready, 'status') !== 'True')
    findings.push({ about: 'holds', key: 'pod.nodeDown', values: { node } });
  return findings;
}
