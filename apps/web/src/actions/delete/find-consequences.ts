import type { KubeObject } from '../../api/kube-object.ts';
import type { Deletion, DeletionAsk, Finding } from '../../kinds/deletion.ts';
import { finalizerFindings } from './leaving.ts';

/**
 * What deleting one object does, as its own state tells it: its owner, who would make it again; its finalizers, which hold it; and what its
 * kind looks at. Never rejects: what cannot be asked is left out.
 */
export async function findConsequences(
  object: KubeObject,
  deletion: Deletion | undefined,
  ask: DeletionAsk,
): Promise<readonly Finding[]> {
  const { metadata } = object;
  const findings: Finding[] = [];
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner !== undefined)
    findings.push({ about: 'back', key: 'owner', values: { kind: owner.kind, name: owner.name } });
  if (metadata.deletionTimestamp !== undefined) findings.push({ about: 'holds', key: 'already' });
  findings.push(...finalizerFindings(metadata.finalizers ?? []));
  try {
    const look = await deletion?.look?.();
    if (look !== undefined) findings.push(...(await look.look(object, ask)));
  } catch {
    // the sentences of its kind still stand
  }
  return findings;
}
