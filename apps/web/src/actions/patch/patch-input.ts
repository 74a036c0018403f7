import type { ActionFault, ActionTarget } from '../define-action.ts';

export type PatchType = 'strategic' | 'merge' | 'json';

/** What a patch's form asks for. */
export interface PatchInput {
  readonly type: PatchType;
  /** as typed: YAML or JSON */
  readonly text: string;
  /** the exact JSON that is sent; undefined: the text says no patch of that type */
  readonly body: string | undefined;
}

/** API groups that the server has in its own code: only their types know by which keys their lists merge. */
const OWN_GROUPS = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Whether the API server takes strategic merge patches of this kind: it refuses them for custom resources. */
export function takesStrategic({ ref }: Pick<ActionTarget, 'ref'>): boolean {
  return OWN_GROUPS.has(ref.resource.group);
}

export function initialPatch([target]: readonly ActionTarget[]): PatchInput {
  const strategic = target !== undefined && takesStrategic(target);
  return { type: strategic ? 'strategic' : 'merge', text: '', body: undefined };
}

/** The form says itself what is wrong with the text. */
export function patchFault({ body }: PatchInput): ActionFault | undefined {
  return body === undefined ? { key: 'patch.title', quiet: true } : undefined;
}

/** As the API server is told which patch it is. */
export function patchContentType(type: PatchType): string {
  return `application/${type === 'json' ? 'json' : type === 'merge' ? 'merge' : 'strategic-merge'}-patch+json`;
}
