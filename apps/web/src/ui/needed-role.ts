import type { ForbiddenFacts } from './forbidden-facts.ts';

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
 * written as in {@link ForbiddenFacts}: "deployments.apps/scale". Reading verbs come together, since a live list needs all of them.
 */
export function neededRole({ user, verb, resource, namespace }: ForbiddenFacts): NeededRole {
  const [whole = '', subresource] = resource.split('/');
  const dot = whole.indexOf('.');
  const plural = dot < 0 ? whole : whole.slice(0, dot);
  const group = dot < 0 ? '' : whole.slice(dot + 1);
  const ruled = subresource === undefined ? plural : `${plural}/${subresource}`;
  const verbs = verb === 'list' || verb === 'watch' ? ['get', 'list', 'watch'] : [verb];
  const name = `${verbs.length > 1 ? 'view' : verb}-${ruled.replace('/', '-')}`;
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
  const yaml = [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${kind}`,
    'metadata:',
    ...metadata,
    'rules:',
    `  - apiGroups: [${group === '' ? '""' : yamlText(group)}]`,
    `    resources: [${yamlText(ruled)}]`,
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
  // kubectl takes the group after the plural and before the sub-resource
  const target = `${plural}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
  const who = account ? `--serviceaccount=${account[1]}:${account[2]}` : `--user=${shellText(user)}`;
  const word = kind.toLowerCase();
  return {
    yaml,
    commands: [
      `kubectl create ${word} ${name} --verb=${verbs.join(',')} --resource=${shellText(target)}${where}`,
      `kubectl create ${word}binding ${name} --${word}=${name} ${who}${where}`,
    ],
  };
}
