import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { DeletionAsk, Finding } from '../deletion.ts';
import { claimOrdinal, setOrder } from './ordinals.ts';

/** Claims that a sentence lists. */
const SHOWN = 5;

/** How many pods end and in which order, and what becomes of the claims that the StatefulSet made (persistentVolumeClaimRetentionPolicy). */
export async function look(set: KubeObject, { read }: DeletionAsk): Promise<readonly Finding[]> {
  const count = numberAt(set, 'status.replicas') ?? 0;
  const order = setOrder(set);
  const findings: Finding[] = [{ about: 'takes', key: 'pods', values: { count } }];
  if (count > 1 && !order.parallel)
    findings.push({
      about: 'advice',
      key: 'statefulSet.inOrder',
      values: { last: `${order.name}-${order.start + count - 1}` },
    });
  if (order.claims.length === 0) return [...findings, { about: 'data', key: 'statefulSet.noClaims' }];
  const { namespace = '' } = set.metadata;
  const list = await read(`/api/v1/namespaces/${encodeURIComponent(namespace)}/persistentvolumeclaims?limit=500`);
  const own = listAt(list, 'items')
    .map((claim) => textAt(claim, 'metadata.name'))
    .filter((name) => claimOrdinal(name, order) !== undefined);
  const names = own.length > 0 ? own : order.claims.map((template) => `${template}-${order.name}-…`);
  const isDeleted = textAt(set, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete';
  return [
    ...findings,
    {
      about: 'data',
      key: isDeleted ? 'statefulSet.claimsDeleted' : 'statefulSet.claimsKept',
      values: { claims: `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}` },
      lost: isDeleted,
    },
  ];
}
