import { seedDefaultRoles } from './auth/default-roles.ts';
import { aggregateRoles } from './auth/role-aggregation.ts';
import type { Tokens } from './auth/tokens.ts';
import { seedFlowControl } from './flow-control.ts';
import { objectIn, textAt } from './json-value.ts';
import { timestamp } from './memory-store.ts';
import type { ClusterStore, DemoObject, ResourceKey } from './store.ts';

const NAMESPACES: ResourceKey = { group: '', resource: 'namespaces' };
const ACCOUNTS: ResourceKey = { group: '', resource: 'serviceaccounts' };
const SECRETS: ResourceKey = { group: '', resource: 'secrets' };
const CONFIG_MAPS: ResourceKey = { group: '', resource: 'configmaps' };
const ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';

const BASE_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** What every cluster has before anybody uses it: namespaces, default roles, the service `kubernetes`, priority classes. */
export function bootstrap(store: ClusterStore, tokens: Tokens, caPem: string): void {
  store.onEvent(({ type, key, object }) => {
    if (type === 'DELETED' || key.group !== '') return;
    if (key.resource === 'namespaces' && type === 'ADDED') equipNamespace(store, object, caPem);
    if (key.resource === 'secrets') fillTokenSecret(store, tokens, object, caPem);
  });
  for (const name of BASE_NAMESPACES) store.create(NAMESPACES, { metadata: { name } });
  aggregateRoles(store);
  seedDefaultRoles(store);
  seedFlowControl(store);
  store.create(
    { group: 'networking.k8s.io', resource: 'servicecidrs' },
    { metadata: { name: 'kubernetes' }, spec: { cidrs: ['10.96.0.0/12'] }, status: { conditions: [readyCidr(store)] } },
  );
  store.create(
    { group: '', resource: 'services' },
    {
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    },
  );
  for (const [name, value] of [
    ['system-cluster-critical', 2_000_000_000],
    ['system-node-critical', 2_000_001_000],
  ] as const)
    store.create(
      { group: 'scheduling.k8s.io', resource: 'priorityclasses' },
      { metadata: { name }, value, description: 'Used for system critical pods.' },
    );
}

const readyCidr = (store: ClusterStore) => ({
  lastTransitionTime: timestamp(store.now()),
  message: 'Kubernetes Service CIDR is ready',
  reason: '',
  status: 'True',
  type: 'Ready',
});

/** Every namespace has an account `default` and the certificate authority. */
function equipNamespace(store: ClusterStore, { metadata: { name } }: DemoObject, caPem: string): void {
  if (!store.get(ACCOUNTS, name, 'default')) store.create(ACCOUNTS, { metadata: { name: 'default', namespace: name } });
  if (!store.get(CONFIG_MAPS, name, 'kube-root-ca.crt'))
    store.create(CONFIG_MAPS, { metadata: { name: 'kube-root-ca.crt', namespace: name }, data: { 'ca.crt': caPem } });
}

/** The token controller: a Secret that names an account gets that account's token. */
function fillTokenSecret(store: ClusterStore, tokens: Tokens, secret: DemoObject, caPem: string): void {
  if (secret['type'] !== 'kubernetes.io/service-account-token' || textAt(secret, 'data', 'token') !== '') return;
  const { name, namespace = '', annotations } = secret.metadata;
  const account = store.get(ACCOUNTS, namespace, annotations?.[ACCOUNT_ANNOTATION] ?? '');
  if (!account) return;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  store.update(SECRETS, namespace, name, (draft) => {
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      'kubernetes.io/service-account.uid': account.metadata.uid,
    };
    Object.assign(objectIn(draft, 'data'), {
      token: base64(tokens.issueForSecret(account, name)),
      namespace: base64(namespace),
      'ca.crt': base64(caPem),
    });
  });
}
