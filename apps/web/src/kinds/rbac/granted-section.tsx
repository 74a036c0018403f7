import { accessPath } from '../../api/addresses.ts';
import { partsOf, wholesOf } from '../../api/rbac/aggregation.ts';
import {
  RBAC_GROUP,
  type RbacBinding,
  type RbacRole,
  type RbacSnapshot,
  readRole,
  roleId,
} from '../../api/rbac/rbac-snapshot.ts';
import { risksOfRules } from '../../api/rbac/risk.ts';
import { type Subject, subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { BindingLink } from '../../ui/access/chain-words.tsx';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { SubjectName } from '../../ui/access/subject-name.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { ObjectLink } from '../../ui/object-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';

const MOST = 50;

/** To whom a role is granted and by which bindings, what it is made of, and what stands out in it; loaded lazily, hence the default export. */
export default function GrantedSection({ target, object }: DetailProps) {
  const t = useWords('access');
  const { cluster, namespace } = target;
  const role = readRole(namespace === undefined ? 'ClusterRole' : 'Role', object);
  const { snapshot } = useRbac(cluster, namespace === undefined ? null : [namespace]);
  if (snapshot === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  const rows = grantedRows(snapshot, role);
  return (
    <>
      <FactList items={factsOf(snapshot, role, cluster, t)} />
      {role.aggregates.length === 0 ? null : <p className={classes.dim}>{t('granting.aggregated')}</p>}
      {rows.length === 0 ? (
        <p className={classes.dim}>{t('granting.nobody')}</p>
      ) : (
        <SimpleTable
          label={t('granting.grantedTo')}
          columns={[t('column.subject'), t('granting.through'), t('column.where')]}
          rows={rows.slice(0, MOST).map(({ subject, binding }) => ({
            id: `${subjectId(subject)} ${binding.kind}/${binding.namespace}/${binding.name}`,
            cells: [
              <SubjectName key="subject" cluster={cluster} subject={subject} />,
              <BindingLink key="binding" cluster={cluster} binding={binding} />,
              binding.namespace === '' ? t('everywhere') : safeText(binding.namespace),
            ],
          }))}
        />
      )}
      {rows.length > MOST ? (
        <p className={classes.dim}>
          <AppLink to={accessPath(cluster, { tab: 'subjects' })}>
            {t('granting.more', { count: rows.length - MOST })}
          </AppLink>
        </p>
      ) : null}
      <GapNotice snapshot={snapshot} />
    </>
  );
}

function grantedRows(
  snapshot: RbacSnapshot,
  role: RbacRole,
): readonly { readonly subject: Subject; readonly binding: RbacBinding }[] {
  const id = roleId(role.kind, role.namespace, role.name);
  return snapshot.bindings
    .filter((binding) => roleId(binding.role.kind, binding.namespace, binding.role.name) === id)
    .flatMap((binding) => binding.subjects.map((subject) => ({ subject, binding })));
}

function factsOf(snapshot: RbacSnapshot, role: RbacRole, cluster: string, t: (key: string) => string) {
  const risks = risksOfRules(role.rules, role.namespace);
  const links = (roles: readonly RbacRole[]) =>
    roles.map(({ name }, index) => (
      <span key={name}>
        {index === 0 ? '' : ', '}
        <ObjectLink cluster={cluster} to={{ group: RBAC_GROUP, kind: 'ClusterRole', name }}>
          {safeText(name)}
        </ObjectLink>
      </span>
    ));
  const [parts, wholes] = [partsOf(snapshot, role), wholesOf(snapshot, role)];
  return [
    ...(risks.length === 0 ? [] : [{ id: 'risks', label: t('granting.risks'), value: <RiskMarks risks={risks} /> }]),
    ...(parts.length === 0 ? [] : [{ id: 'parts', label: t('granting.madeOf'), value: links(parts) }]),
    ...(wholes.length === 0 ? [] : [{ id: 'wholes', label: t('granting.goesInto'), value: links(wholes) }]),
  ];
}
