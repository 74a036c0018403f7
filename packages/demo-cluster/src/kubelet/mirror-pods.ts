import { MIRROR } from '../admission/service-account.ts';
import type { ControllerContext } from '../controllers/controller.ts';
import { KEYS, type Pod } from '../controllers/kinds.ts';

/** How long a kubelet takes to notice that the mirror of a pod of its own is gone. */
const NOTICE_MS = 1000;

/** A kubelet's static pods are not the API's to delete: it shows them again as long as the node is there. */
export function keepMirrorPods({ store, timers }: Pick<ControllerContext, 'store' | 'timers'>): () => void {
  return store.onEvent(({ type, key, object }) => {
    if (type !== 'DELETED' || key.group !== '' || key.resource !== 'pods') return;
    if (object.metadata.annotations?.[MIRROR] === undefined) return;
    timers.after(NOTICE_MS, () => {
      const { namespace = '', name, labels = {}, annotations = {} } = object.metadata;
      const node = store.get(KEYS.Node, undefined, (object as Pod).spec.nodeName ?? '');
      if (!node || store.get(KEYS.Pod, namespace, name)) return;
      const owner = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid };
      store.create(KEYS.Pod, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, labels, annotations, ownerReferences: [{ ...owner, controller: true }] },
        spec: (object as Pod).spec,
      });
    });
  });
}
