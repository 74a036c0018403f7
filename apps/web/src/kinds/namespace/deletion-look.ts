import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { DeletionAsk, Finding } from '../deletion.ts';

/** What people most regret, with the paths that list it below a namespace. */
const CONTENTS = [
  ['Pod', '/api/v1', 'pods'],
  ['PersistentVolumeClaim', '/api/v1', 'persistentvolumeclaims'],
  ['Secret', '/api/v1', 'secrets'],
  ['ConfigMap', '/api/v1', 'configmaps'],
  ['Service', '/api/v1', 'services'],
  ['Deployment', '/apis/apps/v1', 'deployments'],
  ['StatefulSet', '/apis/apps/v1', 'statefulsets'],
] as const;

/** How much goes with a namespace, and what its controller says that keeps one which is being deleted. */
export async function look(namespace: KubeObject, { count }: DeletionAsk): Promise<readonly Finding[]> {
  const place = encodeURIComponent(namespace.metadata.name);
  const counts = await Promise.all(
    CONTENTS.map(async ([kind, prefix, plural]) => ({
      kind,
      count: await count(`${prefix}/namespaces/${place}/${plural}`),
    })),
  );
  const known = counts.flatMap(({ kind, count: number }) => (number ? [`${kind} ${number}`] : []));
  const held = listAt(namespace, 'status.conditions')
    .filter((condition) => textAt(condition, 'status') === 'True')
    .map((condition) => textAt(condition, 'message'))
    .filter((message) => message !== '');
  return [
    known.length > 0
      ? { about: 'takes', key: 'namespace.contents', values: { contents: known.join(', ') } }
      : { about: 'takes', key: 'namespace.nothing' },
    ...held.map((message): Finding => ({ about: 'holds', key: 'namespace.says', values: { message } })),
  ];
}
