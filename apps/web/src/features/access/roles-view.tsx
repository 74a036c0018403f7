import { useMemo } from 'react';
import { wizardPath } from '../../api/addresses.ts';
import { partsOf } from '../../api/rbac/aggregation.ts';
import { RBAC_GROUP, type RbacRole, type RbacSnapshot, roleId } from '../../api/rbac/rbac-snapshot.ts';
import { type Risk, risksOfRules } from '../../api/rbac/risk.ts';
import { subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { ObjectLink } from '../../ui/object-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WindowTable } from '../../ui/window-table.tsx';
import type { AccessViewProps } from './access-fields.ts';
import classes from './access-page.module.css';

interface RoleRow {
  readonly id: string;
  readonly role: RbacRole;
  /** distinct subjects that some binding gives it to */
  readonly subjects: number;
  readonly risks: readonly Risk[];
  /** the ClusterRoles that it is made of */
  readonly parts: readonly RbacRole[];
}

/** All roles of the cluster: how many have them, what they are made of, and what stands out. */
export function RolesView({ cluster, namespaces, fields, onFields }: AccessViewProps) {
  const t = useWords('access');
  const { snapshot } = useRbac(cluster, namespaces);
  const all = useMemo(() => snapshot && roleRows(snapshot), [snapshot]);
  const filter = fields.q ?? '';
  const rows = useMemo(() => {
    const words = filter.trim().toLowerCase();
    return (all ?? []).filter(({ id }) => id.toLowerCase().includes(words));
  }, [all, filter]);
  if (snapshot === undefined || all === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  return (
    <>
      <p className={classes.dim}>{t('roles.about')}</p>
      <div className={classes.tools}>
        <FilterBox title={t('tab.roles')} filter={filter} onFilter={(q) => onFields({ q })} />
        <AppLink to={wizardPath(cluster, 'role')}>{t('roles.make')}</AppLink>
      </div>
      <GapNotice snapshot={snapshot} />
      <WindowTable
        label={t('tab.roles')}
        columns={[
          { id: 'kind', header: t('column.kind'), least: 110, grows: 0 },
          { id: 'where', header: t('column.where'), least: 110, grows: 1 },
          { id: 'name', header: t('column.name'), least: 240, grows: 3 },
          { id: 'rules', header: t('column.rules'), least: 70, grows: 0 },
          { id: 'subjects', header: t('column.granted'), least: 100, grows: 0 },
          { id: 'parts', header: t('column.parts'), least: 160, grows: 3 },
          { id: 'risks', header: t('column.risks'), least: 240, grows: 3 },
        ]}
        ids={rows.map(({ id }) => id)}
        cells={(index) => {
          const row = rows[index];
          if (row === undefined) return [];
          const { kind, namespace, name, rules } = row.role;
          const parts = row.parts.map((part) => safeText(part.name)).join(', ');
          return [
            kind,
            kind === 'ClusterRole' ? t('everywhere') : safeText(namespace),
            <ObjectLink
              key="name"
              cluster={cluster}
              to={{ group: RBAC_GROUP, kind, name, ...(namespace === '' ? {} : { namespace }) }}
            >
              {safeText(name)}
            </ObjectLink>,
            String(rules.length),
            String(row.subjects),
            <span key="parts" title={parts}>
              {parts}
            </span>,
            <RiskMarks key="risks" inLine risks={row.risks} />,
          ];
        }}
      />
      <p className={classes.dim}>{t('roles.count', { count: rows.length, all: all.length })}</p>
    </>
  );
}

function roleRows(snapshot: RbacSnapshot): readonly RoleRow[] {
  const having = new Map<string, Set<string>>();
  for (const { role, namespace, subjects } of snapshot.bindings) {
    const id = roleId(role.kind, namespace, role.name);
    const known = having.get(id) ?? new Set<string>();
    for (const subject of subjects) known.add(subjectId(subject));
    having.set(id, known);
  }
  return [...snapshot.roles]
    .map(([id, role]) => ({
      id,
      role,
      subjects: having.get(id)?.size ?? 0,
      risks: risksOfRules(role.rules, role.namespace),
      parts: partsOf(snapshot, role),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
