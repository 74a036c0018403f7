import { shellWord } from '../../../actions/kubectl-command.ts';
import { listAt, textAt } from '../../../api/read-field.ts';
import { writeYaml } from '../../../api/writes/write-yaml.ts';
import type { PlainObject, PlannedObject } from '../plan/planned-object.ts';
import {
  accountNameFault,
  namespaceNameFault,
  RBAC_GROUP,
  RBAC_VERSION,
  rbacNameFault,
  type Subject,
  subjectObject,
} from '../rbac-names.ts';

export interface BindingInput {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  readonly name: string;
  readonly namespace: string;
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  readonly subjects: readonly Subject[];
  /** the binding that is being changed, as it was read */
  readonly base?: PlainObject;
}

export type BindingFault = 'name' | 'namespace' | 'role' | 'noSubject' | 'subject';

export function bindingFault({ kind, name, namespace, role, subjects }: BindingInput): BindingFault | undefined {
  if (rbacNameFault(role.name) !== undefined) return 'role';
  if (rbacNameFault(name) !== undefined) return 'name';
  if (kind === 'RoleBinding' && namespaceNameFault(namespace) !== undefined) return 'namespace';
  if (subjects.length === 0) return 'noSubject';
  return subjects.some((subject) => subjectFault(subject) !== undefined) ? 'subject' : undefined;
}

function subjectFault({ kind, name, namespace }: Subject): 'name' | 'namespace' | undefined {
  if (kind !== 'ServiceAccount') return name === '' ? 'name' : undefined;
  if (accountNameFault(name) !== undefined) return 'name';
  return namespaceNameFault(namespace) === undefined ? undefined : 'namespace';
}

/** The subjects of a binding that is there. */
export function readSubjects(binding: unknown): readonly Subject[] {
  return listAt(binding, 'subjects').map((subject) => {
    const kind = textAt(subject, 'kind');
    return {
      kind: kind === 'User' || kind === 'Group' ? kind : 'ServiceAccount',
      name: textAt(subject, 'name'),
      namespace: textAt(subject, 'namespace'),
    };
  });
}

export function readRole(binding: unknown): BindingInput['role'] {
  return {
    kind: textAt(binding, 'roleRef.kind') === 'Role' ? 'Role' : 'ClusterRole',
    name: textAt(binding, 'roleRef.name'),
  };
}

export function bindingPlan(input: BindingInput): readonly PlannedObject[] {
  const { kind, name, namespace, role, subjects, base } = input;
  const inNamespace = kind === 'RoleBinding';
  const object: PlainObject = {
    ...base,
    apiVersion: RBAC_VERSION,
    kind,
    metadata: base?.metadata ?? (inNamespace ? { name, namespace } : { name }),
    roleRef: { apiGroup: RBAC_GROUP, kind: role.kind, name: role.name },
    subjects: subjects.map(subjectObject),
  };
  return [
    {
      object,
      resource: inNamespace ? 'rolebindings' : 'clusterrolebindings',
      ...(base === undefined ? {} : { replaces: base }),
      command: base === undefined ? createCommand(input) : `kubectl replace -f - <<'EOF'\n${writeYaml(object)}EOF`,
    },
  ];
}

const FLAGS = { User: '--user', Group: '--group', ServiceAccount: '--serviceaccount' } as const;

function createCommand({ kind, name, namespace, role, subjects }: BindingInput): string {
  return [
    `kubectl create ${kind.toLowerCase()} ${shellWord(name)}`,
    `--${role.kind.toLowerCase()}=${shellWord(role.name)}`,
    ...subjects.map((subject) => {
      const who = subject.kind === 'ServiceAccount' ? `${subject.namespace}:${subject.name}` : subject.name;
      return `${FLAGS[subject.kind]}=${shellWord(who)}`;
    }),
    ...(kind === 'RoleBinding' ? [`-n ${shellWord(namespace)}`] : []),
  ].join(' ');
}
