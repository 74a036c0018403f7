import { objectsIn, textAt } from '../json-value.ts';
import type { ClusterStore, DemoObject, ResourceKey } from '../store.ts';
import type { User } from './tokens.ts';

const GROUP = 'rbac.authorization.k8s.io';
const CLUSTER_ROLES: ResourceKey = { group: GROUP, resource: 'clusterroles' };
const ROLES: ResourceKey = { group: GROUP, resource: 'roles' };
const CLUSTER_BINDINGS: ResourceKey = { group: GROUP, resource: 'clusterrolebindings' };
const BINDINGS: ResourceKey = { group: GROUP, resource: 'rolebindings' };

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** What somebody wants to do: with a resource, or with a path that is none. */
export type Attributes = ResourceAttributes | { readonly verb: string; readonly path: string };

interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

interface Grant {
  /** undefined: everywhere */
  readonly namespace: string | undefined;
  readonly rules: readonly PolicyRule[];
  /** which binding gives it, in the API server's words */
  readonly by: string;
}

/** Who asks, as far as roles are concerned. */
export type Asker = Pick<User, 'name' | 'groups'>;
type RoleStore = Pick<ClusterStore, 'get' | 'list'>;

/** Role based access control over the roles and bindings in the store. */
export class Rbac {
  readonly #store: ClusterStore;
  #grants = new Map<string, Grant[]>();

  constructor(store: ClusterStore) {
    this.#store = store;
    store.onEvent(({ key }) => {
      if (key.group === GROUP) this.#grants = new Map();
    });
  }

  allows(user: Asker, wish: Attributes): boolean {
    return user.groups.includes('system:masters') || grantFor(this.#grantsOf(user), wish) !== undefined;
  }

  /** The binding that allows a wish; empty where none needs to, or none does. */
  allowedBy(user: Asker, wish: Attributes): string {
    if (user.groups.includes('system:masters')) return '';
    return grantFor(this.#grantsOf(user), wish)?.by ?? '';
  }

  /** All rules that hold for a user in a namespace, for SelfSubjectRulesReview. */
  rulesFor(user: Asker, namespace: string): PolicyRule[] {
    return rulesOf(this.#grantsOf(user), namespace);
  }

  #grantsOf(user: Asker): Grant[] {
    const id = JSON.stringify([user.name, user.groups]);
    let grants = this.#grants.get(id);
    if (!grants) {
      grants = grantsIn(this.#store, user);
      this.#grants.set(id, grants);
    }
    return grants;
  }
}

/** Whether roles allow a wish: for those who ask too seldom to remember what they found. */
export function allowsIn(store: RoleStore, user: Asker, wish: Attributes): boolean {
  return user.groups.includes('system:masters') || grantFor(grantsIn(store, user), wish) !== undefined;
}

/** All rules that hold for a user in a namespace; undefined: in the whole cluster. */
export function rulesHeldIn(store: RoleStore, user: Asker, namespace: string | undefined): PolicyRule[] {
  return rulesOf(grantsIn(store, user), namespace);
}

function grantFor(grants: readonly Grant[], wish: Attributes): Grant | undefined {
  const namespace = 'path' in wish ? undefined : wish.namespace;
  return grants.find(
    (grant) =>
      (grant.namespace === undefined || (grant.namespace === namespace && namespace !== undefined)) &&
      grant.rules.some((rule) => permits(rule, wish)),
  );
}

const rulesOf = (grants: readonly Grant[], namespace: string | undefined) =>
  grants
    .filter((grant) => grant.namespace === undefined || grant.namespace === namespace)
    .flatMap((grant) => grant.rules);

function grantsIn(store: RoleStore, user: Asker): Grant[] {
  return [CLUSTER_BINDINGS, BINDINGS].flatMap((key) =>
    store.list(key).flatMap((binding) => {
      const subject = objectsIn(binding, 'subjects').find((one) => isSubject(one, user, binding));
      if (!subject) return [];
      const role = roleOf(store, binding);
      const { namespace } = binding.metadata;
      return [{ namespace, rules: role ? rulesIn(role) : [], by: described(binding, subject) }];
    }),
  );
}

function described({ metadata, roleRef }: DemoObject, subject: Record<string, unknown>): string {
  const [kind, name] = metadata.namespace
    ? ['RoleBinding', `${metadata.name}/${metadata.namespace}`]
    : ['ClusterRoleBinding', metadata.name];
  const home = textAt(subject, 'kind') === 'ServiceAccount' ? `/${textAt(subject, 'namespace')}` : '';
  const who = `${textAt(subject, 'kind')} "${textAt(subject, 'name')}${home}"`;
  return `${kind} "${name}" of ${textAt(roleRef, 'kind')} "${textAt(roleRef, 'name')}" to ${who}`;
}

/** The role that a binding names. */
export function roleOf(store: RoleStore, binding: DemoObject): DemoObject | undefined {
  const name = textAt(binding, 'roleRef', 'name');
  return textAt(binding, 'roleRef', 'kind') === 'Role'
    ? store.get(ROLES, binding.metadata.namespace, name)
    : store.get(CLUSTER_ROLES, undefined, name);
}

/** The rules of a Role or ClusterRole. */
export function rulesIn(role: DemoObject): PolicyRule[] {
  return objectsIn(role, 'rules').map((rule) => {
    const list = (field: string) =>
      Array.isArray(rule[field]) ? rule[field].filter((x) => typeof x === 'string') : [];
    const [apiGroups, resources, resourceNames, nonResourceURLs] = [
      list('apiGroups'),
      list('resources'),
      list('resourceNames'),
      list('nonResourceURLs'),
    ];
    return {
      verbs: list('verbs'),
      ...(apiGroups.length > 0 ? { apiGroups } : {}),
      ...(resources.length > 0 ? { resources } : {}),
      ...(resourceNames.length > 0 ? { resourceNames } : {}),
      ...(nonResourceURLs.length > 0 ? { nonResourceURLs } : {}),
    };
  });
}

function isSubject(subject: Record<string, unknown>, user: Asker, binding: DemoObject): boolean {
  const name = textAt(subject, 'name');
  switch (textAt(subject, 'kind')) {
    case 'User':
      return user.name === name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount': {
      const namespace = textAt(subject, 'namespace') || (binding.metadata.namespace ?? '');
      return namespace !== '' && user.name === `system:serviceaccount:${namespace}:${name}`;
    }
    default:
      return false;
  }
}

const covers = (list: readonly string[] | undefined, value: string) =>
  list !== undefined && (list.includes('*') || list.includes(value));

function permits(rule: PolicyRule, wish: Attributes): boolean {
  if (!covers(rule.verbs, wish.verb)) return false;
  if ('path' in wish) {
    return (rule.nonResourceURLs ?? []).some(
      // the server trims every star at the end
      (url) => url === wish.path || url === '*' || (url.endsWith('*') && wish.path.startsWith(url.replace(/\*+$/, ''))),
    );
  }
  const full = wish.subresource === '' ? wish.resource : `${wish.resource}/${wish.subresource}`;
  if (!covers(rule.apiGroups, wish.group)) return false;
  const resources = rule.resources ?? [];
  if (!covers(resources, full) && !(wish.subresource !== '' && resources.includes(`*/${wish.subresource}`)))
    return false;
  return rule.resourceNames === undefined || rule.resourceNames.includes(wish.name ?? '');
}

/** The words of a refusal: apiserver/pkg/endpoints/handlers/responsewriters forbiddenMessage. */
export function refusal(user: Asker, wish: Attributes): string {
  if ('path' in wish) return `User ${JSON.stringify(user.name)} cannot ${wish.verb} path ${JSON.stringify(wish.path)}`;
  const full = wish.subresource === '' ? wish.resource : `${wish.resource}/${wish.subresource}`;
  const what = `User ${JSON.stringify(user.name)} cannot ${wish.verb} resource ${JSON.stringify(full)} in API group ${JSON.stringify(wish.group)}`;
  return wish.namespace ? `${what} in the namespace ${JSON.stringify(wish.namespace)}` : `${what} at the cluster scope`;
}
