import { entriesAt, textAt, valueAt } from '../../api/read-field.ts';

export interface SecurityFact {
  /** the field's own name, which every document of Kubernetes uses */
  readonly field: string;
  readonly value: string;
  /** where it is set: a container's own word goes before the pod's */
  readonly from: 'container' | 'pod';
}

/** Fields that a pod sets for all of its containers, and that a container may set otherwise. */
const SHARED = [
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'seccompProfile',
  'appArmorProfile',
  'seLinuxOptions',
  'windowsOptions',
] as const;
const OF_POD = [
  'fsGroup',
  'fsGroupChangePolicy',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'sysctls',
  'seLinuxChangePolicy',
] as const;
const OF_CONTAINER = ['privileged', 'allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'procMount'] as const;
const KNOWN: ReadonlySet<string> = new Set([...SHARED, ...OF_POD, ...OF_CONTAINER, 'capabilities']);

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** What holds for a container: its own security context over that of its pod; what neither sets is left out. */
export function effectiveSecurity(
  podSpec: unknown,
  container: unknown,
  annotations: Readonly<Record<string, string>> = {},
): readonly SecurityFact[] {
  const facts: SecurityFact[] = [];
  const take = (field: string, from: SecurityFact['from'], name = field) => {
    const value = textOf(valueAt(from === 'pod' ? podSpec : container, `securityContext.${field}`));
    if (value !== '') facts.push({ field: name, value, from });
    return value !== '';
  };
  for (const field of OF_CONTAINER) take(field, 'container');
  for (const list of ['add', 'drop']) take(`capabilities.${list}`, 'container');
  for (const field of SHARED) take(field, 'container') || take(field, 'pod');
  for (const field of OF_POD) take(field, 'pod');
  // before v1.30 AppArmor was asked for by annotation
  const profile = annotations[`${APPARMOR}${textAt(container, 'name')}`];
  if (profile !== undefined) facts.push({ field: 'AppArmor', value: profile, from: 'pod' });
  // what a newer server knows and we do not is shown as it is
  for (const [from, source] of [
    ['container', container],
    ['pod', podSpec],
  ] as const)
    for (const [field] of entriesAt(source, 'securityContext')) if (!KNOWN.has(field)) take(field, from);
  return facts;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' && item !== null ? pairOf(item) : String(item))).join(', ');
  if (typeof value !== 'object') return String(value);
  const type = textAt(value, 'type');
  const profile = textAt(value, 'localhostProfile');
  if (type !== '') return profile === '' ? type : `${type} (${profile})`;
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`)
    .join(', ');
}

/** A sysctl: "net.core.somaxconn=1024". */
function pairOf(item: object): string {
  return `${textAt(item, 'name')}=${textAt(item, 'value')}`;
}

/** The key of the words on who runs it, where that is root for certain or by the image's leave; undefined where neither may be. */
export function rootWords(facts: readonly SecurityFact[]): 'security.root' | 'security.user' | undefined {
  const value = (field: string) => facts.find((fact) => fact.field === field)?.value;
  const user = value('runAsUser');
  // a user that is set goes before: with runAsNonRoot beside it root does not even start
  if (user === '0') return 'security.root';
  return user === undefined && value('runAsNonRoot') !== 'true' ? 'security.user' : undefined;
}
