import { randomBytes } from 'node:crypto';
import { isJsonObject, type JsonObject, objectsIn, textAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import { type AdmissionPlugin, writes } from './admission-plugin.ts';
import { nameBeforeAdmission } from './name-before-admission.ts';

const ACCOUNTS = { group: '', resource: 'serviceaccounts' };
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Annotation of a pod that a kubelet runs by itself, and shows to the API. */
export const MIRROR = 'kubernetes.io/config.mirror';
const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

/** ServiceAccount: every pod has one that exists, its pull secrets, and its token where programs look for it. */
export const serviceAccount: AdmissionPlugin = (request, store) => {
  if (!writes(request, 'pods', 'CREATE')) return undefined;
  const { object, key } = request;
  const spec = object['spec'];
  if (!isJsonObject(spec) || object.metadata.annotations?.[MIRROR] !== undefined) return undefined;
  const { namespace = '' } = object.metadata;
  const name = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
  Object.assign(spec, { serviceAccount: name, serviceAccountName: name });
  const account = store.get(ACCOUNTS, namespace, name);
  // the namespace controller makes the default account of a namespace a moment after the namespace
  if (
    !account &&
    (name !== 'default' || store.get({ group: '', resource: 'configmaps' }, namespace, 'kube-root-ca.crt'))
  )
    throw forbidden(
      key,
      nameBeforeAdmission(object),
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  if (objectsIn(spec, 'imagePullSecrets').length === 0 && objectsIn(account, 'imagePullSecrets').length > 0)
    spec['imagePullSecrets'] = objectsIn(account, 'imagePullSecrets').map((one) => ({ ...one }));
  const wanted = spec['automountServiceAccountToken'] ?? account?.['automountServiceAccountToken'] ?? true;
  if (wanted !== false) mountToken(spec);
  return undefined;
};

function mountToken(spec: JsonObject): void {
  const containers = [...objectsIn(spec, 'containers'), ...objectsIn(spec, 'initContainers')];
  const missing = containers.filter(
    (one) => !objectsIn(one, 'volumeMounts').some((m) => m['mountPath'] === MOUNT_PATH),
  );
  if (missing.length === 0) return;
  const present = objectsIn(spec, 'volumes').find((one) => textAt(one, 'name').startsWith('kube-api-access-'));
  const name = present ? textAt(present, 'name') : `kube-api-access-${suffix()}`;
  if (!present) spec['volumes'] = [...objectsIn(spec, 'volumes'), { name, projected: tokenSources() }];
  for (const container of missing)
    container['volumeMounts'] = [
      ...objectsIn(container, 'volumeMounts'),
      { mountPath: MOUNT_PATH, name, readOnly: true },
    ];
}

const tokenSources = () => ({
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
    {
      downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }] },
    },
  ],
});

const suffix = () => [...randomBytes(5)].map((byte) => SUFFIX[byte % SUFFIX.length]).join('');
