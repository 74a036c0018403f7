import type { KubeObject } from '../../api/kube-object.ts';
import type { DeletionAsk, Finding } from '../deletion.ts';

/** How many pods lose their node. */
export async function look(node: KubeObject, { count }: DeletionAsk): Promise<readonly Finding[]> {
  const number = await count(`/api/v1/pods?fieldSelector=spec.nodeName%3D${encodeURIComponent(node.metadata.name)}`);
  return number === undefined ? [] : [{ about: 'takes', key: 'node.pods', values: { count: number } }];
}
