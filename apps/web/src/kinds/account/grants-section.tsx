import { grantsOf } from '../../api/rbac/grants.ts';
import { RBAC_GROUP } from '../../api/rbac/rbac-snapshot.ts';
import { askerOf } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { BindingLink } from '../../ui/access/chain-words.tsx';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { CellView } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';

/** Which roles a service account has, as far as the person may list bindings; loaded lazily, hence the default export. */
export default function GrantsSection({ target }: DetailProps) {
  const words = useWords('sections');
  const { cluster, namespace = '', name } = target;
  const { snapshot } = useRbac(cluster, [namespace]);
  if (snapshot === undefined) return <p className={classes.dim}>{words('waiting')}</p>;
  const grants = grantsOf(snapshot, askerOf({ kind: 'ServiceAccount', namespace, name }));
  return (
    <>
      {grants.length === 0 ? (
        <p className={classes.dim}>{words('account.noGrants')}</p>
      ) : (
        <SimpleTable
          label={words('account.grants')}
          columns={[words('account.role'), words('account.binding'), words('account.scope'), words('account.by')]}
          rows={grants.map(({ subject, binding }) => {
            const { kind, namespace: scope, role } = binding;
            const home = role.kind === 'Role' ? scope : undefined;
            return {
              id: `${kind}/${scope}/${binding.name}`,
              cells: [
                <span key="role">
                  {safeText(role.kind)}{' '}
                  <CellView cell={linkTo(RBAC_GROUP, role.kind, role.name, home)} cluster={cluster} />
                </span>,
                <BindingLink key="binding" cluster={cluster} binding={binding} />,
                safeText(scope) || words('account.everywhere'),
                subject.kind === 'Group'
                  ? words('account.byGroup', { group: safeText(subject.name) })
                  : words('account.itself'),
              ],
            };
          })}
        />
      )}
      <GapNotice snapshot={snapshot} />
    </>
  );
}
