import { k8sJson } from './api-fetch.ts';

/** A right to ask for; no namespace: cluster-wide. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A rule of SelfSubjectRulesReview. */
export interface AccessRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface AccessRules {
  readonly rules: readonly AccessRule[];
  /** an authoriser could not list its rules (webhooks cannot): absence of a rule proves nothing */
  readonly incomplete: boolean;
}

async function review(cluster: string, plural: string, kind: string, spec: object): Promise<unknown> {
  return k8sJson(cluster, `/apis/authorization.k8s.io/v1/${plural}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec }),
  });
}

/** Asks the API server whether the person has a right (SelfSubjectAccessReview). */
export async function mayI(cluster: string, question: AccessQuestion): Promise<boolean> {
  const answer = (await review(cluster, 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', {
    resourceAttributes: question,
  })) as { status?: { allowed?: boolean } };
  return answer.status?.allowed === true;
}

/** The rules that apply to the person in a namespace (SelfSubjectRulesReview); those of the whole cluster are among them. */
export async function rulesIn(cluster: string, namespace: string): Promise<AccessRules> {
  const answer = (await review(cluster, 'selfsubjectrulesreviews', 'SelfSubjectRulesReview', { namespace })) as {
    status?: { resourceRules?: readonly AccessRule[]; incomplete?: boolean };
  };
  return { rules: answer.status?.resourceRules ?? [], incomplete: answer.status?.incomplete === true };
}

function covers(listed: readonly string[] | undefined, wanted: string): boolean {
  return listed?.some((entry) => entry === '*' || entry === wanted) === true;
}

/** Whether a rule allows it; without a name: on all objects, so rules for single names do not count. */
export function rulesAllow(
  rules: readonly AccessRule[],
  { verb, group, resource, subresource, name }: AccessQuestion,
): boolean {
  return rules.some(
    ({ verbs, apiGroups, resources, resourceNames = [] }) =>
      (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name))) &&
      covers(verbs, verb) &&
      covers(apiGroups, group) &&
      // "*" is every resource with all that belongs to it, "*/scale" one part of every resource (RBAC's ResourceMatches)
      (subresource === undefined
        ? covers(resources, resource)
        : covers(resources, `${resource}/${subresource}`) || covers(resources, `*/${subresource}`)),
  );
}
