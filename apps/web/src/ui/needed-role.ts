import { type ForbiddenFacts, resourceParts } from './forbidden-facts.ts';

/** What an admin would apply so that a refused request is allowed next time. */
export interface NeededRole {
  /** Role and RoleBinding, or ClusterRole and ClusterRoleBinding where the right is missing at the cluster scope */
  readonly yaml: string;
  /** the same as two kubectl commands */
  readonly commands: readonly string[];
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
/** Plain in YAML and in a shell; what is not is quoted. */
const PLAIN = /^[A-Za-z][A-Za-z0-9./-]*$/;
/** YAML 1.1 reads these as booleans or null. */
const YAML_WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const yamlText = (value: string) => (PLAIN.test(value) && !YAML_WORD.test(value) ? value : JSON.stringify(value));
const shellText = (value: string) => (/^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

/**
 * The smallest Role (ClusterRole) and binding that give the missing right, as `kubectl create role` would make them. `resource` is
 * written as in {@link ForbiddenFacts}: "deployments.apps/scale". Reading verbs come together, since a live list needs all of them; a
 * change of one object is limited to its name.
 */
export function neededRole(facts: ForbiddenFacts): NeededRole {
  const { user, verb, resource, namespace } = facts;
  const isPath = resource.startsWith('/');
  const { group, plural, subresource } = resourceParts(resource);
  const ruled = subresource === undefined ? plural : `${plural}/${subresource}`;
  const isList = !isPath && (verb === 'list' || verb === 'watch');
  const verbs = isList ? ['get', 'list', 'watch'] : [verb];
  const only = isList ? undefined : facts.name;
  const name = isPath ? `${verb}-path` : `${isList ? 'view' : verb}-${ruled.replaceAll('/', '-')}`;
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const account = SERVICE_ACCOUNT.exec(user);
  const metadata = [
    `  name: ${yamlText(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${yamlText(namespace)}`]),
  ];
  const subject = account
    ? [
        '  - kind: ServiceAccount',
        `    name: ${yamlText(account[2] ?? '')}`,
        `    namespace: ${yamlText(account[1] ?? '')}`,
      ]
    : ['  - kind: User', `    name: ${yamlText(user)}`, '    apiGroup: rbac.authorization.k8s.io'];
  const rule = isPath
    ? [`  - nonResourceURLs: [${JSON.stringify(resource)}]`]
    : [
        `  - apiGroups: [${group === '' ? '""' : yamlText(group)}]`,
        `    resources: [${yamlText(ruled)}]`,
        ...(only === undefined ? [] : [`    resourceNames: [${yamlText(only)}]`]),
      ];
  const yaml = [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${kind}`,
    'metadata:',
    ...metadata,
    'rules:',
    ...rule,
    `    verbs: [${verbs.map(yamlText).join(', ')}]`,
    '---',
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${kind}Binding`,
    'metadata:',
    ...metadata,
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    `  kind: ${kind}`,
    `  name: ${yamlText(name)}`,
    'subjects:',
    ...subject,
    '',
  ].join('\n');
  const where = namespace === undefined ? '' : ` -n ${shellText(namespace)}`;
  // kubectl takes the group after the plural and before the sub-resource, as the facts do
  const target = isPath
    ? `--non-resource-url=${shellText(resource)}`
    : `--resource=${shellText(resource)}${only === undefined ? '' : ` --resource-name=${shellText(only)}`}`;
  const who = account ? `--serviceaccount=${account[1]}:${account[2]}` : `--user=${shellText(user)}`;
  const word = kind.toLowerCase();
  return {
    yaml,
    commands: [
      `kubectl create ${word} ${name} --verb=${verbs.join(',')} ${target}${where}`,
      `kubectl create ${word}binding ${name} --${word}=${name} ${who}${where}`,
    ],
  };
}

/** How kubectl asks for the same right, for the same user where the person may impersonate. */
export function canICommand({ user, verb, resource, namespace, name }: ForbiddenFacts): string {
  const isPath = resource.startsWith('/');
  const { group, plural, subresource } = resourceParts(resource);
  const kind = group === '' ? plural : `${plural}.${group}`;
  return [
    'kubectl auth can-i',
    shellText(verb),
    shellText(isPath ? resource : name === undefined ? kind : `${kind}/${name}`),
    ...(isPath || subresource === undefined ? [] : [`--subresource=${shellText(subresource)}`]),
    ...(isPath ? [] : [namespace === undefined ? '-A' : `-n ${shellText(namespace)}`]),
    `--as=${shellText(user)}`,
  ].join(' ');
}
