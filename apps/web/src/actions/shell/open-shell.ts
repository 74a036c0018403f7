import { apiPath } from '@quarterdeck/shared/resource-path';
import { openTerminal } from '../../api/dock-requests.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { podOs } from '../../api/pod-os.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';

/** Opens a shell in the container that is most likely meant, as kubectl chooses it. */
export async function openShell({ ref, object }: ActionTarget, api: ActionApi): Promise<void> {
  const { cluster, namespace = '', name, resource } = ref;
  const pod = object ?? ((await api.request(apiPath(resource, { namespace, name }))) as KubeObject);
  const os = podOs(pod);
  openTerminal({
    cluster,
    namespace,
    pod: name,
    podUid: pod.metadata.uid,
    container: defaultContainer(pod, readContainers(pod)) ?? '',
    command: null,
    mode: 'exec',
    title: name,
    reuse: true,
    waitForStart: true,
    ...(os === undefined ? {} : { os }),
  });
}
