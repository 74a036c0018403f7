import type { AccessCheck } from './define-action.ts';

/** Names the right that is missing, as RBAC writes it: key and values of a sentence in namespace "actions". */
export function rightOf({
  verb,
  group,
  resource,
  subresource,
  namespace,
}: AccessCheck): [string, Record<string, string>] {
  const whole = [resource, subresource].filter((part) => part !== undefined).join('/');
  const right = `${verb} ${group === '' ? whole : `${whole}.${group}`}`;
  return namespace === undefined ? ['denied.cluster', { right }] : ['denied.namespace', { right, namespace }];
}
