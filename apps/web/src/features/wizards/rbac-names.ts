import { namespaceFault } from '../../api/namespace-name.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
export const RBAC_VERSION = `${RBAC_GROUP}/v1`;

/** Why a name cannot be one of a Role or a binding (a path segment: apimachinery IsValidPathSegmentName); undefined: it can. */
export function rbacNameFault(name: string): 'empty' | 'segment' | undefined {
  if (name === '') return 'empty';
  return name === '.' || name === '..' || /[/%]/.test(name) || !/^[\x21-\x7e]{1,253}$/.test(name)
    ? 'segment'
    : undefined;
}

/** Why a name cannot be a ServiceAccount's (a DNS subdomain, RFC 1123); undefined: it can. */
export function accountNameFault(name: string): 'empty' | 'subdomain' | undefined {
  if (name === '') return 'empty';
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)
    ? undefined
    : 'subdomain';
}

/** The same of a namespace, in as few words. */
export function namespaceNameFault(name: string): 'empty' | 'label' | undefined {
  const fault = namespaceFault(name);
  return fault === undefined || fault === 'empty' ? fault : 'label';
}

/** A subject of a binding. */
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** of a ServiceAccount */
  readonly namespace: string;
}

export function subjectObject({ kind, name, namespace }: Subject): Readonly<Record<string, string>> {
  return kind === 'ServiceAccount' ? { kind, name, namespace } : { apiGroup: RBAC_GROUP, kind, name };
}
