import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';

/** Whole pods of one node, ended ones too; a kubelet takes some hundred. */
export async function podsOnNode(cluster: string, node: string, signal?: AbortSignal): Promise<readonly KubeObject[]> {
  const path = `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${node}`)}`;
  const list = await k8sJson<unknown>(cluster, path, signal === undefined ? {} : { signal });
  return listAt(list, 'items').filter(isPod);
}

function isPod(item: unknown): item is KubeObject {
  return textAt(item, 'metadata.name') !== '' && textAt(item, 'metadata.uid') !== '';
}
