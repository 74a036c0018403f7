import type { ActionTarget } from './define-action.ts';

/** Whether the target is a ServiceAccount. */
export function isAccount({ ref: { resource } }: ActionTarget): boolean {
  return resource.group === '' && resource.resource === 'serviceaccounts';
}

/** The name by which the API server knows a ServiceAccount. */
export function accountUser({ ref: { namespace, name } }: ActionTarget): string {
  return `system:serviceaccount:${namespace ?? ''}:${name}`;
}
