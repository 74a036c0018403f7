import type { AccessCheck, ActionTarget } from './define-action.ts';

/** The right to a verb on the objects of the target's kind, where the target lives. */
export function objectAccess(verb: string, { ref: { resource, namespace } }: ActionTarget): AccessCheck {
  return {
    verb,
    group: resource.group,
    resource: resource.resource,
    ...(namespace === undefined ? {} : { namespace }),
  };
}
