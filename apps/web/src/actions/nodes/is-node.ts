import type { AccessCheck, ActionTarget } from '../define-action.ts';

/** Whether the target is a node. */
export function isNode({ ref: { resource } }: ActionTarget): boolean {
  return resource.group === '' && resource.resource === 'nodes';
}

/** The right to change nodes: cordons and taints stand in their spec. */
export function nodeAccess(): AccessCheck {
  return { verb: 'patch', group: '', resource: 'nodes' };
}
