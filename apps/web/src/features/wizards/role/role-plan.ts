import { shellWord } from '../../../actions/kubectl-command.ts';
import { listAt, textsAt } from '../../../api/read-field.ts';
import { writeYaml } from '../../../api/writes/write-yaml.ts';
import type { PlainObject, PlannedObject } from '../plan/planned-object.ts';
import { namespaceNameFault, RBAC_VERSION, rbacNameFault } from '../rbac-names.ts';

/** A rule as it is put together: resources are written as kubectl does, "deployments.apps/scale"; "*.*" is everything. */
export interface RuleInput {
  readonly verbs: readonly string[];
  readonly targets: readonly string[];
  readonly names: readonly string[];
  /** paths that are no resources; of ClusterRoles only */
  readonly urls: readonly string[];
}

export interface RoleInput {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly RuleInput[];
  /** the role that is being changed, as it was read */
  readonly base?: PlainObject;
}

export const EMPTY_RULE: RuleInput = { verbs: ['get', 'list', 'watch'], targets: [], names: [], urls: [] };

const TARGET = /^(\*|[a-z0-9-]+)(?:\.(\*|[a-z0-9.-]+))?(?:\/([a-z0-9-]+(?:\/[a-z0-9-]+)?))?$/;

interface Target {
  readonly group: string;
  /** with its part: "pods/log" */
  readonly resource: string;
}

/** "deployments.apps/scale" → group "apps", resource "deployments/scale"; undefined: it is no resource. */
export function readTarget(text: string): Target | undefined {
  const match = TARGET.exec(text);
  if (match === null) return undefined;
  const [, plural = '', group = '', part] = match;
  return { group, resource: part === undefined ? plural : `${plural}/${part}` };
}

/** The inverse of {@link readTarget}. */
export function writeTarget({ group, resource }: Target): string {
  const [plural = '', ...parts] = resource.split('/');
  return [group === '' ? plural : `${plural}.${group}`, ...parts].join('/');
}

export type RoleFault = 'name' | 'namespace' | 'noRule' | 'noVerb' | 'noTarget';

export function roleFault({ kind, name, namespace, rules }: RoleInput): RoleFault | undefined {
  if (rbacNameFault(name) !== undefined) return 'name';
  if (kind === 'Role' && namespaceNameFault(namespace) !== undefined) return 'namespace';
  if (rules.length === 0) return 'noRule';
  if (rules.some(({ verbs }) => verbs.length === 0)) return 'noVerb';
  return rules.some(({ targets, urls }) => targets.length === 0 && urls.length === 0) ? 'noTarget' : undefined;
}

/** The rules as a role holds them: one for each API group, since every resource of a rule counts in each of its groups. */
export function policyRules({ verbs, targets, names, urls }: RuleInput): readonly Readonly<Record<string, unknown>>[] {
  const byGroup = new Map<string, string[]>();
  for (const { group, resource } of targets.flatMap((text) => readTarget(text) ?? []))
    byGroup.set(group, [...(byGroup.get(group) ?? []), resource]);
  return [
    ...[...byGroup].map(([group, resources]) => ({
      apiGroups: [group],
      resources,
      ...(names.length === 0 ? {} : { resourceNames: [...names] }),
      verbs: [...verbs],
    })),
    ...(urls.length === 0 ? [] : [{ nonResourceURLs: [...urls], verbs: [...verbs] }]),
  ];
}

/** The rules of a role that is there, as they are put together here. */
export function readRules(role: unknown): readonly RuleInput[] {
  return listAt(role, 'rules').map((rule) => ({
    verbs: textsAt(rule, 'verbs'),
    targets: textsAt(rule, 'apiGroups').flatMap((group) =>
      textsAt(rule, 'resources').map((resource) => writeTarget({ group, resource })),
    ),
    names: textsAt(rule, 'resourceNames'),
    urls: textsAt(rule, 'nonResourceURLs'),
  }));
}

export function rolePlan(input: RoleInput): readonly PlannedObject[] {
  const { kind, name, namespace, rules, base } = input;
  const metadata = base?.metadata ?? (kind === 'Role' ? { name, namespace } : { name });
  const object: PlainObject = {
    ...base,
    apiVersion: RBAC_VERSION,
    kind,
    metadata,
    rules: rules.flatMap(policyRules),
  };
  return [
    {
      object,
      resource: kind === 'Role' ? 'roles' : 'clusterroles',
      ...(base === undefined ? {} : { replaces: base }),
      command: roleCommand(input, object),
    },
  ];
}

/** kubectl makes a role of one rule by flags; all else is a text. */
function roleCommand({ kind, name, namespace, rules, base }: RoleInput, object: PlainObject): string {
  const [only] = rules;
  const simple =
    base === undefined &&
    only !== undefined &&
    rules.length === 1 &&
    (only.urls.length === 0 || only.targets.length === 0);
  if (!simple) return `kubectl ${base === undefined ? 'create' : 'replace'} -f - <<'EOF'\n${writeYaml(object)}EOF`;
  return [
    `kubectl create ${kind.toLowerCase()} ${shellWord(name)}`,
    `--verb=${shellWord(only.verbs.join(','))}`,
    ...(only.targets.length === 0 ? [] : [`--resource=${shellWord(only.targets.join(','))}`]),
    ...only.names.map((one) => `--resource-name=${shellWord(one)}`),
    ...(only.urls.length === 0 ? [] : [`--non-resource-url=${shellWord(only.urls.join(','))}`]),
    ...(kind === 'Role' ? [`-n ${shellWord(namespace)}`] : []),
  ].join(' ');
}

/** What gives more than it seems to: the key of a warning. */
export function riskOf({ verbs, targets }: RuleInput): 'everything' | 'escalates' | 'secrets' | undefined {
  const any = verbs.includes('*');
  if (any && targets.includes('*.*')) return 'everything';
  if (['escalate', 'bind', 'impersonate'].some((verb) => verbs.includes(verb))) return 'escalates';
  const readsSecrets = targets.some((target) => target === 'secrets' || target === '*' || target === '*.*');
  return readsSecrets && (any || ['get', 'list', 'watch'].some((verb) => verbs.includes(verb))) ? 'secrets' : undefined;
}
