import type { AdmissionPlugin, AdmissionRequest, AdmissionStore } from '../admission/admission-plugin.ts';
import { equalJson, textAt } from '../json-value.ts';
import { forbidden, notFound } from '../status-error.ts';
import { type Asker, allowsIn, type PolicyRule, roleOf, rulesHeldIn, rulesIn } from './rbac.ts';

const GROUP = 'rbac.authorization.k8s.io';
const BOUND_AS: Readonly<Record<string, string>> = { Role: 'roles', ClusterRole: 'clusterroles' };

/**
 * Nobody grants what they do not hold: a role's rules must be covered by its writer's own ones, a binding's by those of who binds;
 * the verbs `escalate` and `bind` take that off (KEP-less; docs: "Privilege escalation prevention").
 */
export const keepPrivileges: AdmissionPlugin = (request, store) => {
  const { key, operation, subresource, object, old, user } = request;
  if (key.group !== GROUP || operation === 'DELETE' || subresource !== '') return undefined;
  if (user.groups.includes('system:masters')) return undefined;
  if (key.resource === 'roles' || key.resource === 'clusterroles') {
    if (old && equalJson(old['rules'], object['rules']) && equalJson(old['aggregationRule'], object['aggregationRule']))
      return undefined;
    if (mayInstead('escalate', key.resource, object.metadata.name, request, store)) return undefined;
    confirm(rulesIn(object), request, store);
    return undefined;
  }
  if (old && equalJson(old['subjects'], object['subjects']) && equalJson(old['roleRef'], object['roleRef']))
    return undefined;
  const name = textAt(object, 'roleRef', 'name');
  const resource = BOUND_AS[textAt(object, 'roleRef', 'kind')];
  if (resource === undefined || mayInstead('bind', resource, name, request, store)) return undefined;
  const role = roleOf(store, object);
  if (!role) throw notFound({ group: GROUP, resource }, name);
  confirm(rulesIn(role), request, store);
  return undefined;
};

function mayInstead(
  verb: string,
  resource: string,
  name: string,
  { object, user }: AdmissionRequest,
  store: AdmissionStore,
): boolean {
  const { namespace } = object.metadata;
  return allowsIn(store, user, { verb, group: GROUP, resource, subresource: '', namespace, name });
}

function confirm(wanted: readonly PolicyRule[], { key, object, user }: AdmissionRequest, store: AdmissionStore): void {
  const held = rulesHeldIn(store, user, object.metadata.namespace);
  const missing = wanted.flatMap(singleRules).filter((rule) => !held.some((own) => covers(own, rule)));
  if (missing.length === 0) return;
  const lines = compact(missing).map(ruleText).sort();
  throw forbidden(
    key,
    object.metadata.name,
    `${askerText(user)} is attempting to grant RBAC permissions not currently held:\n${[...new Set(lines)].join('\n')}`,
  );
}

const askerText = ({ name, groups }: Asker) => `user ${JSON.stringify(name)} (groups=${listText(groups)})`;

/** Rules of one verb, one group, one resource, one name: each of them is held, or is not. */
function singleRules(rule: PolicyRule): PolicyRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames, nonResourceURLs = [] } = rule;
  return verbs.flatMap((verb): PolicyRule[] => [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource): PolicyRule[] => {
        const one = { verbs: [verb], apiGroups: [group], resources: [resource] };
        return resourceNames ? resourceNames.map((name) => ({ ...one, resourceNames: [name] })) : [one];
      }),
    ),
    ...nonResourceURLs.map((url) => ({ verbs: [verb], nonResourceURLs: [url] })),
  ]);
}

const holds = (own: readonly string[] | undefined, one: readonly string[] | undefined, all = '*') =>
  one === undefined || own?.includes(all) === true || own?.includes(one[0] ?? '') === true;

function covers(own: PolicyRule, one: PolicyRule): boolean {
  if (!holds(own.verbs, one.verbs)) return false;
  const [url] = one.nonResourceURLs ?? [];
  if (url !== undefined)
    return (own.nonResourceURLs ?? []).some(
      (known) => known === url || (known.endsWith('*') && url.startsWith(known.slice(0, -1))),
    );
  if (!holds(own.apiGroups, one.apiGroups)) return false;
  const subresource = one.resources?.[0]?.split('/')[1];
  const asAnyones = subresource !== undefined && own.resources?.includes(`*/${subresource}`) === true;
  if (!asAnyones && !holds(own.resources, one.resources)) return false;
  // own rules without names hold for every name; the other way round they do not
  return (
    own.resourceNames === undefined ||
    (one.resourceNames !== undefined && holds(own.resourceNames, one.resourceNames, ''))
  );
}

/** Rules that differ in their verbs only become one. */
function compact(rules: readonly PolicyRule[]): PolicyRule[] {
  const byRest = new Map<string, { rule: PolicyRule; verbs: string[] }>();
  for (const rule of rules) {
    const { verbs, ...rest } = rule;
    const id = JSON.stringify(rest);
    const known = byRest.get(id);
    if (known) known.verbs.push(...verbs.filter((verb) => !known.verbs.includes(verb)));
    else byRest.set(id, { rule, verbs: [...verbs] });
  }
  return [...byRest.values()].map(({ rule, verbs }) => ({ ...rule, verbs }));
}

const listText = (list: readonly string[]) => `[${list.map((item) => JSON.stringify(item)).join(' ')}]`;

function ruleText(rule: PolicyRule): string {
  const parts: [string, readonly string[] | undefined][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ];
  return `{${parts.flatMap(([name, list]) => (list?.length ? [`${name}:${listText(list)}`] : [])).join(', ')}}`;
}
