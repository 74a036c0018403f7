import type { KubeObject } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';
import type { Finding } from '../deletion.ts';

/** What becomes of a volume's data, and the claim that keeps the volume. */
export async function look(volume: KubeObject): Promise<readonly Finding[]> {
  const policy = textAt(volume, 'spec.persistentVolumeReclaimPolicy');
  const findings: Finding[] = [
    { about: 'data', key: policy === 'Delete' ? 'volume.deleted' : 'volume.kept', values: { policy } },
  ];
  const claim = textAt(volume, 'spec.claimRef.name');
  if (claim !== '' && textAt(volume, 'status.phase') === 'Bound')
    findings.push({
      about: 'holds',
      key: 'volume.bound',
      values: { claim: `${textAt(volume, 'spec.claimRef.namespace')}/${claim}` },
    });
  return findings;
}
