import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { Finding } from '../deletion.ts';

/** How many pods end, and what becomes of the claims that the StatefulSet made (spec.persistentVolumeClaimRetentionPolicy). */
export async function look(set: KubeObject): Promise<readonly Finding[]> {
  const count = numberAt(set, 'status.replicas') ?? 0;
  const findings: Finding[] = [{ about: 'takes', key: 'pods', values: { count } }];
  const templates = listAt(set, 'spec.volumeClaimTemplates').map((template) => textAt(template, 'metadata.name'));
  const policy = textAt(set, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted');
  findings.push(
    templates.length === 0
      ? { about: 'data', key: 'statefulSet.noClaims' }
      : {
          about: 'data',
          key: policy === 'Delete' ? 'statefulSet.claimsDeleted' : 'statefulSet.claimsKept',
          values: { claims: templates.map((template) => `${template}-${set.metadata.name}-…`).join(', ') },
        },
  );
  return findings;
}
