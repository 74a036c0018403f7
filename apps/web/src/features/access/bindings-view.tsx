import { useMemo } from 'react';
import { wizardPath } from '../../api/addresses.ts';
import { isAbsent, type RbacBinding, type RbacSnapshot, roleOf } from '../../api/rbac/rbac-snapshot.ts';
import { type Risk, risksOfRules } from '../../api/rbac/risk.ts';
import { subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { BindingLink, RoleLink } from '../../ui/access/chain-words.tsx';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { SubjectName } from '../../ui/access/subject-name.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WindowTable } from '../../ui/window-table.tsx';
import type { AccessViewProps } from './access-fields.ts';
import classes from './access-page.module.css';

interface BindingRow {
  readonly id: string;
  readonly binding: RbacBinding;
  readonly risks: readonly Risk[];
  /** the role is not there, or could not be read */
  readonly why: 'absent' | 'unread' | undefined;
}

/** All bindings: which role they give to whom, where, and what stands out. */
export function BindingsView({ cluster, namespaces, fields, onFields }: AccessViewProps) {
  const t = useWords('access');
  const { snapshot } = useRbac(cluster, namespaces);
  const all = useMemo(() => snapshot && bindingRows(snapshot), [snapshot]);
  const filter = fields.q ?? '';
  const rows = useMemo(() => {
    const words = filter.trim().toLowerCase();
    return (all ?? []).filter(({ id, binding }) =>
      [id, binding.role.name, ...binding.subjects.map(subjectId)].some((text) => text.toLowerCase().includes(words)),
    );
  }, [all, filter]);
  if (snapshot === undefined || all === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  return (
    <>
      <p className={classes.dim}>{t('bindings.about')}</p>
      <div className={classes.tools}>
        <FilterBox title={t('tab.bindings')} filter={filter} onFilter={(q) => onFields({ q })} />
        <AppLink to={wizardPath(cluster, 'binding')}>{t('subjects.bind')}</AppLink>
      </div>
      <GapNotice snapshot={snapshot} />
      <WindowTable
        label={t('tab.bindings')}
        columns={[
          { id: 'where', header: t('column.where'), least: 112, grows: 1 },
          { id: 'binding', header: t('column.binding'), least: 230, grows: 3 },
          { id: 'role', header: t('column.role'), least: 170, grows: 2 },
          { id: 'subjects', header: t('tab.subjects'), least: 200, grows: 3 },
          { id: 'risks', header: t('column.risks'), least: 150, grows: 2 },
        ]}
        ids={rows.map(({ id }) => id)}
        cells={(index) => {
          const row = rows[index];
          if (row === undefined) return [];
          const { binding, risks, why } = row;
          return [
            binding.namespace === '' ? t('everywhere') : safeText(binding.namespace),
            <BindingLink key="binding" cluster={cluster} binding={binding} />,
            <span key="role">
              <RoleLink cluster={cluster} binding={binding} />
              {why === undefined ? '' : ` (${t(`open.${why}`)})`}
            </span>,
            <span key="subjects" title={binding.subjects.map(({ name }) => safeText(name)).join(', ')}>
              {binding.subjects.slice(0, 3).map((subject, at) => (
                <span key={subjectId(subject)}>
                  {at === 0 ? '' : ', '}
                  <SubjectName bare cluster={cluster} subject={subject} />
                </span>
              ))}
              {binding.subjects.length > 3 ? ` +${binding.subjects.length - 3}` : ''}
            </span>,
            <RiskMarks key="risks" inLine risks={risks} />,
          ];
        }}
      />
      <p className={classes.dim}>{t('bindings.count', { count: rows.length, all: all.length })}</p>
    </>
  );
}

function bindingRows(snapshot: RbacSnapshot): readonly BindingRow[] {
  return snapshot.bindings
    .map((binding): BindingRow => {
      const role = roleOf(snapshot, binding);
      return {
        id: `${binding.kind}/${binding.namespace}/${binding.name}`,
        binding,
        risks: role === undefined ? [] : risksOfRules(role.rules, binding.namespace),
        why: role !== undefined ? undefined : isAbsent(snapshot, binding) ? 'absent' : 'unread',
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
