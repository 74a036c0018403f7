import { isAbsent, readBinding, roleOf } from '../../api/rbac/rbac-snapshot.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { RulesTable } from '../../ui/access/rules-table.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';

/** What a binding gives: the rules of its role, and where they hold; loaded lazily, hence the default export. */
export default function BindingSection({ target, object }: DetailProps) {
  const t = useWords('access');
  const { cluster, namespace } = target;
  const binding = readBinding(namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', object);
  const { snapshot } = useRbac(cluster, namespace === undefined ? null : [namespace]);
  if (snapshot === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  const role = roleOf(snapshot, binding);
  const scope = namespace === undefined ? 'wide' : binding.role.kind === 'ClusterRole' ? 'narrowed' : 'here';
  return (
    <>
      <p className={classes.dim}>{t(`granting.${scope}`, { namespace: safeText(binding.namespace) })}</p>
      {role === undefined ? (
        <p>{t(isAbsent(snapshot, binding) ? 'granting.absent' : 'granting.unread')}</p>
      ) : (
        <RulesTable label={t('granting.rules')} rules={role.rules} scope={binding.namespace} />
      )}
    </>
  );
}
