import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { DeletionAsk, Finding } from '../deletion.ts';

/** Names that a sentence lists. */
const SHOWN = 5;

/** What becomes of a claim's volume, and which pods keep the claim. */
export async function look(claim: KubeObject, { read }: DeletionAsk): Promise<readonly Finding[]> {
  const { name, namespace = '' } = claim.metadata;
  const volume = textAt(claim, 'spec.volumeName');
  const [bound, pods] = await Promise.all([
    volume === '' ? undefined : read(`/api/v1/persistentvolumes/${encodeURIComponent(volume)}`),
    read(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?limit=500`),
  ]);
  const findings: Finding[] = [];
  if (volume === '') findings.push({ about: 'data', key: 'claim.unbound' });
  else {
    const policy = textAt(bound, 'spec.persistentVolumeReclaimPolicy');
    if (policy !== '')
      findings.push({
        about: 'data',
        key: policy === 'Delete' ? 'claim.deleted' : policy === 'Recycle' ? 'claim.recycled' : 'claim.kept',
        values: { volume, policy },
        lost: policy === 'Delete' || policy === 'Recycle',
      });
  }
  const users = listAt(pods, 'items')
    .filter((pod) =>
      listAt(pod, 'spec.volumes').some((entry) => textAt(entry, 'persistentVolumeClaim.claimName') === name),
    )
    .filter((pod) => !['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase')))
    .map((pod) => textAt(pod, 'metadata.name'));
  if (users.length > 0)
    findings.push({
      about: 'holds',
      key: 'claim.used',
      values: { count: users.length, pods: `${users.slice(0, SHOWN).join(', ')}${users.length > SHOWN ? ', …' : ''}` },
    });
  return findings;
}
