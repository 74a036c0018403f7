import type { KubeObject } from './kube-object.ts';

/** The annotation of a mirror pod: the kubelet shows a static pod of its node by it, and reports under the hash that it holds. */
export const MIRROR = 'kubernetes.io/config.mirror';

/** Whether a pod is only the picture of one that its node's kubelet runs from a file: nobody changes or ends that one by the API. */
export function isMirrorPod(pod: Pick<KubeObject, 'metadata'>): boolean {
  return Object.hasOwn(pod.metadata.annotations ?? {}, MIRROR);
}
