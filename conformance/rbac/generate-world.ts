import fc from 'fast-check';
import type { RightQuestion } from '../../apps/web/src/api/rbac/right-question.ts';
import { type Asker, accountUser } from '../../apps/web/src/api/rbac/subject.ts';

/** What keeps the objects of one run apart from those of others on the same cluster. */
export interface Scene {
  readonly id: string;
  readonly namespaces: readonly [string, string];
}

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** An object to be created, as its manifest. */
export interface Manifest {
  readonly kind: 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels: Record<string, string> };
  readonly [field: string]: unknown;
}

const VERBS = ['get', 'list', 'create', 'delete', 'patch', 'use', 'bind', 'impersonate', 'GET'];
const GROUPS = ['', 'apps', 'rbac.authorization.k8s.io', 'example.com'];
const RESOURCES = ['pods', 'pods/log', 'pods/exec', 'secrets', 'deployments', 'deployments/scale', 'nodes', 'lanterns'];
const RULE_RESOURCES = [...RESOURCES, '*', '*/log', '*/scale', 'pods/*', '*/*', 'pod', '/log', '*/'];
const NAMES = ['web', 'web-1', 'dev:admin', '*'];
const URLS = ['/healthz', '/healthz/ping', '/metrics', '/logs/a', '/logs', '/', '/a/b/c'];
const RULE_URLS = [...URLS, '/healthz/*', '/logs*', '/logs/**', '/a/*/c', '/*', '*'];

const some = (words: readonly string[], max: number) =>
  fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: max });
/** A list that is a star once in a while. */
const starry = (words: readonly string[], max: number) =>
  fc.oneof({ weight: 6, arbitrary: some(words, max) }, { weight: 1, arbitrary: fc.constant(['*']) });

const resourceRule: fc.Arbitrary<Rule> = fc.record({
  verbs: starry(VERBS, 3),
  apiGroups: starry(GROUPS, 2),
  resources: some(RULE_RESOURCES, 3),
  resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some([...NAMES, ''], 2) }),
});
const urlRule: fc.Arbitrary<Rule> = fc.record({
  verbs: starry(['get', 'post', 'GET'], 2),
  nonResourceURLs: some(RULE_URLS, 2),
});

const own = ({ id }: Scene) => ({
  users: [`ann-${id}`, `o:neil-${id}`],
  groups: [`devs-${id}`, `team:a/b-${id}`],
});

/** Who may be asked about: users and groups of this run, accounts of its namespaces, and some of several kinds at once. */
export function askersOf(scene: Scene): readonly Asker[] {
  const { users, groups } = own(scene);
  const [one, other] = scene.namespaces;
  const accounts = [accountUser(one, 'robot'), accountUser(other, 'robot'), accountUser(one, 'deploy')];
  const system = (namespace: string) => ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [
    ...users.map((user) => ({ user, groups: ['system:authenticated'] })),
    ...users.map((user) => ({ user, groups: [...groups, 'system:authenticated'] })),
    ...groups.map((group) => ({ user: '', groups: [group] })),
    ...accounts.map((user) => ({ user, groups: [...system(user.split(':')[2] ?? ''), 'system:authenticated'] })),
    { user: accounts[0] ?? '', groups: [] },
    { user: 'system:anonymous', groups: ['system:unauthenticated'] },
    { user: `nobody-${scene.id}`, groups: ['system:masters'] },
    { user: `nobody-${scene.id}`, groups: [] },
  ];
}

const label = (scene: Scene) => `qd-rbac-${scene.id}`;

/** Selects everything that is made cluster-wide. */
export const labelOf = (scene: Scene): string => `${label(scene)}=all`;

interface Sized {
  readonly seed: number;
  readonly roles: number;
  readonly bindings: number;
}

/** Roles first, bindings after them. Aggregated ClusterRoles take in those of a label, some of them each other. */
export function manifestsOf(scene: Scene, { seed, roles, bindings }: Sized): readonly Manifest[] {
  const labels = { [label(scene)]: 'all' };
  const clusterRole = (index: number) => `${label(scene)}:part-${index}`;
  const made: Manifest[] = [];
  const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, offset: number) =>
    fc.sample(arbitrary, { seed: seed + offset, numRuns });
  const rules = fc.array(resourceRule, { maxLength: 3 });
  sample(fc.tuple(rules, fc.constantFrom(...scene.namespaces)), roles, 1).forEach(([own, namespace], index) => {
    made.push({ kind: 'Role', metadata: { name: `role:${index}`, namespace, labels }, rules: own });
  });
  const wideRules = fc.array(fc.oneof({ weight: 2, arbitrary: resourceRule }, { weight: 1, arbitrary: urlRule }), {
    maxLength: 3,
  });
  sample(fc.tuple(wideRules, fc.constantFrom('', 'inner', 'outer')), roles, 2).forEach(([own, into], index) => {
    const more = into === '' ? {} : { [`${label(scene)}-into`]: into };
    made.push({
      kind: 'ClusterRole',
      metadata: { name: clusterRole(index), labels: { ...labels, ...more } },
      rules: own,
    });
  });
  for (const [name, into, selects] of [
    ['inner', 'outer', 'inner'],
    ['outer', '', 'outer'],
  ] as const)
    made.push({
      kind: 'ClusterRole',
      metadata: {
        name: `${label(scene)}:${name}`,
        labels: { ...labels, ...(into === '' ? {} : { [`${label(scene)}-into`]: into }) },
      },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${label(scene)}-into`]: selects } }] },
      rules: [],
    });
  const wideRefs = [
    ...Array.from({ length: roles }, (_, index) => clusterRole(index)),
    `${label(scene)}:inner`,
    `${label(scene)}:outer`,
    `${label(scene)}:missing`,
  ].map((name) => ({ kind: 'ClusterRole', name }));
  const refs = [
    ...wideRefs,
    ...['view', 'edit', 'cluster-admin'].map((name) => ({ kind: 'ClusterRole', name })),
    ...Array.from({ length: roles + 1 }, (_, index) => ({ kind: 'Role', name: `role:${index}` })),
  ];
  const inNamespace = fc.tuple(fc.constantFrom(...refs), subjectsOf(scene, true), fc.constantFrom(...scene.namespaces));
  sample(inNamespace, bindings, 3).forEach(([role, subjects, namespace], index) => {
    made.push({
      kind: 'RoleBinding',
      metadata: { name: `binding:${index}`, namespace, labels },
      roleRef: role,
      subjects,
    });
  });
  const everywhere = fc.tuple(fc.constantFrom(...wideRefs), subjectsOf(scene, false));
  sample(everywhere, Math.ceil(bindings / 3), 4).forEach(([role, subjects], index) => {
    made.push({
      kind: 'ClusterRoleBinding',
      metadata: { name: `${label(scene)}:binding-${index}`, labels },
      roleRef: role,
      subjects,
    });
  });
  return made;
}

/** Groups that others of the cluster are in are bound in namespaces of this run only. */
function subjectsOf(scene: Scene, inNamespace: boolean) {
  const { users, groups } = own(scene);
  const [one, other] = scene.namespaces;
  const named = (kind: string, names: readonly string[]) => names.map((name) => ({ kind, name }));
  const account = (name: string, namespace: string) => ({ kind: 'ServiceAccount', name, namespace });
  const everybody = ['system:authenticated', 'system:serviceaccounts', 'system:unauthenticated'];
  return fc.uniqueArray(
    fc.constantFrom<object>(
      ...named('User', [...users, accountUser(one, 'deploy')]),
      ...named('Group', [...groups, `system:serviceaccounts:${one}`, ...(inNamespace ? everybody : [])]),
      ...named('User', [...users]),
      account('robot', one),
      account('robot', other),
      ...(inNamespace ? [{ kind: 'ServiceAccount', name: 'robot' }] : []),
    ),
    { minLength: 0, maxLength: 2 },
  );
}

/** Questions of all kinds; half of them ask for what a rule of the scene says, so that "yes" is no rarity. */
export function questionsOf(
  scene: Scene,
  manifests: readonly Manifest[],
  seed: number,
  count: number,
): readonly RightQuestion[] {
  const rules = manifests.flatMap(({ rules: own }) => (own as readonly Rule[] | undefined) ?? []);
  const namespace = fc.constantFrom<string | undefined>(...scene.namespaces, undefined, 'default');
  const name = fc.constantFrom<string | undefined>(undefined, ...NAMES);
  const free = fc
    .record({
      verb: fc.constantFrom(...VERBS, '*'),
      group: fc.constantFrom(...GROUPS, '*'),
      ruled: fc.constantFrom(...RESOURCES, '*', 'pods/*'),
      namespace,
      name,
    })
    .map(asQuestion);
  const path = fc.record({
    verb: fc.constantFrom('get', 'post', 'GET', '*'),
    path: fc.constantFrom(...URLS, '/logs/', '*'),
  });
  const like = fc
    .tuple(fc.constantFrom(...rules), namespace, name, fc.nat(), fc.nat())
    .map(([rule, where, named, one, other]): RightQuestion => {
      const pick = (list: readonly string[] | undefined, at: number, star: string) => {
        const word = list?.[at % Math.max(1, list.length)] ?? star;
        return word === '*' ? star : word;
      };
      const verb = pick(rule.verbs, one, 'get');
      if (rule.nonResourceURLs)
        return { verb, path: pick(rule.nonResourceURLs, other, '/metrics').replaceAll('*', 'x') };
      const ruled = pick(rule.resources, other, 'secrets').replace(/^\*\//, 'pods/');
      const own = pick(rule.resourceNames, one, '');
      return asQuestion({
        verb,
        group: pick(rule.apiGroups, other, 'apps'),
        ruled,
        namespace: where,
        name: one % 3 === 0 ? named : own || named,
      });
    });
  return fc.sample(
    fc.oneof({ weight: 5, arbitrary: like }, { weight: 3, arbitrary: free }, { weight: 1, arbitrary: path }),
    { seed, numRuns: count },
  );
}

interface Asked {
  readonly verb: string;
  readonly group: string;
  readonly ruled: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function asQuestion({ verb, group, ruled, namespace, name }: Asked): RightQuestion {
  const slash = ruled.indexOf('/');
  const [resource, subresource] = slash < 0 ? [ruled, undefined] : [ruled.slice(0, slash), ruled.slice(slash + 1)];
  return { verb, group, resource, subresource, namespace, name };
}
