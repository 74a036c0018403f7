import { UserCheck } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { type ActionTarget, defineAction } from './define-action.ts';
import { isAccount } from './is-account.ts';

const GROUP = 'rbac.authorization.k8s.io';

const isRole = ({ ref: { resource } }: ActionTarget) =>
  resource.group === GROUP && ['roles', 'clusterroles'].includes(resource.resource);

/** On a role: to somebody. On a ServiceAccount: some role to it. */
export default defineAction({
  id: 'give-role',
  title: 'giveRole.title',
  icon: UserCheck,
  order: 61,
  applies: (target) => isRole(target) || isAccount(target),
  access: ({ ref: { namespace } }) => ({
    verb: 'create',
    group: GROUP,
    resource: namespace === undefined ? 'clusterrolebindings' : 'rolebindings',
    ...(namespace === undefined ? {} : { namespace }),
  }),
  run: async (target, api) => {
    const { cluster, namespace, name, resource } = target.ref;
    const start = isAccount(target)
      ? { subject: name, subjectNamespace: namespace }
      : { role: name, roleKind: resource.kind, namespace };
    api.navigate(wizardPath(cluster, 'binding', start));
  },
  kubectl: (target) => {
    const { namespace, name, resource } = target.ref;
    const role = isRole(target) ? `--${resource.kind.toLowerCase()}=${name}` : '--clusterrole=ROLE';
    const who = isAccount(target) ? `--serviceaccount=${namespace}:${name}` : '--user=USER';
    return `kubectl create rolebinding NAME ${role} ${who}${namespace === undefined ? '' : ` -n ${namespace}`}`;
  },
});
