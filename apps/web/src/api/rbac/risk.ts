import { type PolicyRule, ruleReaches } from './policy-rule.ts';
import type { RightQuestion } from './right-question.ts';

/**
 * What a rule lets somebody do that is more than it looks: take the cluster over, become somebody else, or read what is kept from
 * others. In the order of their weight.
 */
export const RISKS = [
  'clusterAdmin',
  'namespaceAdmin',
  'escalate',
  'bind',
  'impersonate',
  'nodeProxy',
  'certificates',
  'webhooks',
  'wildcard',
  'secrets',
  'exec',
  'tokens',
] as const;
export type Risk = (typeof RISKS)[number];

/** Those that come to all rights in the cluster, one way or the other. */
const GRAVE: ReadonlySet<Risk> = new Set([
  'clusterAdmin',
  'escalate',
  'bind',
  'impersonate',
  'nodeProxy',
  'certificates',
  'webhooks',
]);

export const isGrave = (risk: Risk): boolean => GRAVE.has(risk);

const RBAC = 'rbac.authorization.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';

/** "verb group resource/subresource", one of which suffices; cluster: of kinds that a binding in a namespace does not reach. */
const SIGNS: readonly { readonly risk: Risk; readonly cluster?: boolean; readonly any: readonly RightQuestion[] }[] = [
  { risk: 'escalate', any: questions(['escalate'], RBAC, ['roles']) },
  { risk: 'escalate', cluster: true, any: questions(['escalate'], RBAC, ['clusterroles']) },
  // "bind" of a ClusterRole is asked in the namespace of the binding
  { risk: 'bind', any: questions(['bind'], RBAC, ['roles', 'clusterroles']) },
  { risk: 'impersonate', any: questions(['impersonate'], '', ['serviceaccounts']) },
  { risk: 'impersonate', cluster: true, any: questions(['impersonate'], '', ['users', 'groups']) },
  {
    risk: 'impersonate',
    cluster: true,
    any: questions(['impersonate'], AUTHENTICATION, ['userextras', 'userextras/scopes', 'uids']),
  },
  { risk: 'nodeProxy', cluster: true, any: questions(['get', 'create'], '', ['nodes/proxy']) },
  {
    risk: 'certificates',
    cluster: true,
    any: questions(['update', 'patch'], CERTIFICATES, ['certificatesigningrequests/approval']),
  },
  {
    risk: 'webhooks',
    cluster: true,
    any: questions(['create', 'update', 'patch'], ADMISSION, [
      'mutatingwebhookconfigurations',
      'validatingwebhookconfigurations',
    ]),
  },
  { risk: 'secrets', any: questions(['get', 'list', 'watch'], '', ['secrets']) },
  { risk: 'exec', any: questions(['create', 'get'], '', ['pods/exec', 'pods/attach']) },
  { risk: 'exec', any: questions(['update', 'patch'], '', ['pods/ephemeralcontainers']) },
  { risk: 'tokens', any: questions(['create'], '', ['serviceaccounts/token']) },
];

function questions(verbs: readonly string[], group: string, ruled: readonly string[]): readonly RightQuestion[] {
  return verbs.flatMap((verb) =>
    ruled.map((each) => {
      const [resource = '', subresource] = each.split('/');
      return { verb, group, resource, subresource };
    }),
  );
}

/** Any verb, any group, any resource, and no names that narrow it down. */
function isEverything({ verbs, apiGroups, resources, resourceNames }: PolicyRule): boolean {
  return resourceNames.length === 0 && [verbs, apiGroups, resources].every((list) => list.includes('*'));
}

/**
 * The risks of a rule where it holds; `scope` "" is the whole cluster. A rule for everything is that one risk, and not the list of all
 * that it implies. A rule that is narrowed to names is a risk still: nobody knows what the names stand for.
 */
export function risksOfRule(rule: PolicyRule, scope: string): readonly Risk[] {
  if (isEverything(rule)) return [scope === '' ? 'clusterAdmin' : 'namespaceAdmin'];
  const found = new Set<Risk>();
  for (const { risk, cluster = false, any } of SIGNS)
    if ((scope === '' || !cluster) && any.some((question) => ruleReaches(rule, question))) found.add(risk);
  if ([rule.verbs, rule.apiGroups, rule.resources].some((list) => list.includes('*'))) found.add('wildcard');
  return RISKS.filter((risk) => found.has(risk));
}

/** The risks of several rules, the gravest first. */
export function risksOfRules(rules: readonly PolicyRule[], scope: string): readonly Risk[] {
  return summedRisks(rules.flatMap((rule) => risksOfRule(rule, scope)));
}

/** Risks without repetitions and without what others imply, the gravest first: who may do everything may do the rest as well. */
export function summedRisks(found: readonly Risk[]): readonly Risk[] {
  if (found.includes('clusterAdmin')) return ['clusterAdmin'];
  const all = new Set(found);
  if (all.has('namespaceAdmin')) all.delete('wildcard');
  return RISKS.filter((risk) => all.has(risk));
}
