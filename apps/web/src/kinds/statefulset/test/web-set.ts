import type { KubeObject } from '../../../api/kube-object.ts';
import type { SetPod } from '../../sets/set-pods.ts';

/** The StatefulSet "web" of 3 pods whose template is of the revision "web-new". */
export const set = (spec: object = {}, status: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', namespace: 'ns', uid: 'u' },
  spec: {
    replicas: 3,
    serviceName: 'nginx',
    volumeClaimTemplates: [{ metadata: { name: 'www' } }],
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    ...spec,
  },
  status: { updateRevision: 'web-new', ...status },
});
/** A pod of it. "2 old broken": ordinal, revision, and what is wrong with it */
export function pod(text: string): SetPod {
  const [ordinal, revision = 'new', ...words] = text.split(' ');
  const broken = words.includes('broken');
  const starting = broken || words.includes('starting');
  return {
    uid: `p-${ordinal}`,
    name: `web-${ordinal}`,
    owners: [],
    created: 0,
    status: broken ? 'ImagePullBackOff' : starting ? 'ContainerCreating' : 'Running',
    ready: starting ? '0/1' : '1/1',
    health: broken ? 'failed' : starting ? 'progressing' : 'ok',
    message: '',
    revision: `web-${revision}`,
    node: 'n',
    images: [],
    claims: [],
    isReady: !starting,
    isEnding: words.includes('ending'),
  };
}
