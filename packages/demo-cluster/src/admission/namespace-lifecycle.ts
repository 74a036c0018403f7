import { forbidden, notFound, StatusError } from '../status-error.ts';
import type { AdmissionPlugin } from './admission-plugin.ts';

const NAMESPACES = { group: '', resource: 'namespaces' };
const IMMORTAL = ['default', 'kube-system', 'kube-public'];

/** NamespaceLifecycle: nothing new in namespaces that are missing or going, and three namespaces stay for ever. */
export const checkNamespace: AdmissionPlugin = ({ operation, key, object, subresource }, store) => {
  const { name, namespace } = object.metadata;
  if (key.group === '' && key.resource === 'namespaces') {
    if (operation === 'DELETE' && IMMORTAL.includes(name))
      throw forbidden(key, name, 'this namespace may not be deleted');
    return undefined;
  }
  if (operation !== 'CREATE' || namespace === undefined || subresource !== '') return undefined;
  const home = store.get(NAMESPACES, undefined, namespace);
  if (!home) throw notFound(NAMESPACES, namespace);
  if (home.metadata.deletionTimestamp === undefined) return undefined;
  const refusal = forbidden(
    key,
    name ?? '',
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  throw new StatusError(refusal.code, refusal.reason, refusal.message, {
    ...refusal.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
};
