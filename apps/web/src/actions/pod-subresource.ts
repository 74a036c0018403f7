import type { AccessCheck, ActionTarget } from './define-action.ts';

/** Whether the target is a pod: what has logs and shells. */
export function isPod({ ref }: ActionTarget): boolean {
  return ref.resource.group === '' && ref.resource.resource === 'pods';
}

/** The right to use a subresource of the target. */
export function subresourceAccess(verb: string, subresource: string, { ref }: ActionTarget): AccessCheck {
  const { resource, namespace, name } = ref;
  return {
    verb,
    group: resource.group,
    resource: resource.resource,
    subresource,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}
