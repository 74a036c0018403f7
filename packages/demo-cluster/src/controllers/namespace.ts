import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS } from './kinds.ts';
import { empty, report } from './namespace-content.ts';

const CA_NAME = 'kube-root-ca.crt';
// what the namespace itself leaves last
const POLL_MS = 500;

/** Furnishes new namespaces and empties those that are going away. */
export const namespaceController: Controller = {
  name: 'namespace',
  watches: [
    { key: KEYS.Namespace, map: itself },
    {
      key: KEYS.ServiceAccount,
      map: ({ object, type }) => (type === 'DELETED' ? [queueKey('', object.metadata.namespace ?? '')] : []),
    },
    {
      key: KEYS.ConfigMap,
      map: ({ object, type }) => (type === 'DELETED' ? [queueKey('', object.metadata.namespace ?? '')] : []),
    },
  ],
  reconcile(context, _namespace, name) {
    const { store } = context;
    const namespace = store.get(KEYS.Namespace, undefined, name);
    if (!namespace) return undefined;
    if (namespace.metadata.deletionTimestamp) return terminate(context, name);
    if (!store.get(KEYS.ServiceAccount, name, 'default'))
      store.create(KEYS.ServiceAccount, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: name },
      });
    if (!store.get(KEYS.ConfigMap, name, CA_NAME))
      store.create(KEYS.ConfigMap, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: CA_NAME,
          namespace: name,
          annotations: {
            'kubernetes.io/description':
              'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
          },
        },
        data: { 'ca.crt': clusterCa(context) },
      });
    return undefined;
  },
};

/** The cluster's CA where somebody has published it, else a stand-in: pods of the demo cannot connect anywhere. */
function clusterCa({ store }: ControllerContext): string {
  const known =
    store.get(KEYS.ConfigMap, 'kube-system', CA_NAME) ?? store.get(KEYS.ConfigMap, 'kube-public', 'cluster-ca');
  const data = known?.['data'] as Record<string, string> | undefined;
  return data?.['ca.crt'] ?? '-----BEGIN CERTIFICATE-----\nREVNTyBDTFVTVEVS\n-----END CERTIFICATE-----\n';
}

function terminate(context: ControllerContext, name: string): number | undefined {
  const left = empty(context, name);
  if (left.objects.size > 0) {
    report(context, name, left);
    return POLL_MS;
  }
  context.store.update(KEYS.Namespace, undefined, name, (draft) => {
    const spec = { ...(draft['spec'] as { finalizers?: string[] } | undefined) };
    draft['spec'] = { ...spec, finalizers: (spec.finalizers ?? []).filter((one) => one !== 'kubernetes') };
  });
  return undefined;
}
