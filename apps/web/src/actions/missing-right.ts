import type { ForbiddenFacts } from '../ui/forbidden-facts.ts';
import type { AccessCheck } from './define-action.ts';

/** Names the right that is missing, as RBAC writes it: key and values of a sentence in namespace "actions". */
export function rightOf(check: AccessCheck): [string, Record<string, string>] {
  const { verb, namespace } = check;
  const right = `${verb} ${fullResource(check)}`;
  return namespace === undefined ? ['denied.cluster', { right }] : ['denied.namespace', { right, namespace }];
}

/** The same as the API server would have said it to that user. */
export function forbiddenOf(check: AccessCheck, user: string): ForbiddenFacts {
  const { verb, namespace } = check;
  return { user, verb, resource: fullResource(check), ...(namespace === undefined ? {} : { namespace }) };
}

/** "pods/log", "deployments.apps/scale" */
function fullResource({ group, resource, subresource }: AccessCheck): string {
  const whole = group === '' ? resource : `${resource}.${group}`;
  return subresource === undefined ? whole : `${whole}/${subresource}`;
}
