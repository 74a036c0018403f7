import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { wizardPath } from '../../api/addresses.ts';
import { type KnownSubject, knownSubjects } from '../../api/rbac/effective-rights.ts';
import { RISKS } from '../../api/rbac/risk.ts';
import { parseSubjectId, type Subject, subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { SubjectName } from '../../ui/access/subject-name.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { useWords } from '../../ui/use-words.ts';
import { WindowTable } from '../../ui/window-table.tsx';
import type { AccessViewProps } from './access-fields.ts';
import classes from './access-page.module.css';
import { SubjectRights } from './subject-rights.tsx';

/** Everybody who occurs in the cluster's bindings, and every service account; one of them with all that they may do. */
export function SubjectsView(props: AccessViewProps) {
  const { cluster, namespaces, fields, onFields } = props;
  const t = useWords('access');
  const chosen = fields.subject === undefined ? undefined : parseSubjectId(fields.subject);
  const { snapshot } = useRbac(cluster, namespacesFor(chosen, namespaces));
  const known = useMemo(() => snapshot && knownSubjects(snapshot), [snapshot]);
  const filter = fields.q ?? '';
  const risk = fields.risk ?? '';
  const rows = useMemo(() => shownSubjects(known ?? [], filter, risk), [known, filter, risk]);
  if (snapshot === undefined || known === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  if (chosen !== undefined)
    return (
      <SubjectRights
        key={fields.subject}
        cluster={cluster}
        subject={chosen}
        snapshot={snapshot}
        groups={fields.groups ?? ''}
        onGroups={(groups) => onFields({ groups })}
        onBack={() => onFields({ subject: '', groups: '' })}
      />
    );
  return (
    <>
      <p className={classes.dim}>{t('subjects.about')}</p>
      <div className={classes.tools}>
        <FilterBox title={t('tab.subjects')} filter={filter} onFilter={(q) => onFields({ q })} />
        <NativeSelect
          size="xs"
          aria-label={t('subjects.risk')}
          value={risk}
          onChange={({ currentTarget }) => onFields({ risk: currentTarget.value })}
          data={[
            { value: '', label: t('subjects.everybody') },
            { value: 'any', label: t('subjects.anyRisk') },
            ...RISKS.map((value) => ({ value, label: t(`risk.${value}.name`) })),
          ]}
        />
        <AppLink to={wizardPath(cluster, 'login')}>{t('subjects.login')}</AppLink>
        <AppLink to={wizardPath(cluster, 'binding')}>{t('subjects.bind')}</AppLink>
      </div>
      <GapNotice snapshot={snapshot} />
      <WindowTable
        label={t('tab.subjects')}
        columns={[
          { id: 'kind', header: t('column.kind'), least: 130, grows: 0 },
          { id: 'subject', header: t('column.subject'), least: 260, grows: 2 },
          { id: 'bindings', header: t('column.bindings'), least: 110, grows: 0 },
          { id: 'risks', header: t('column.risks'), least: 320, grows: 3 },
        ]}
        ids={rows.map(({ subject }) => subjectId(subject))}
        cells={(index) => {
          const row = rows[index];
          if (row === undefined) return [];
          return [
            t(`subject.${row.subject.kind}`),
            <SubjectName key="subject" bare cluster={cluster} subject={row.subject} />,
            String(row.bindings),
            <RiskMarks key="risks" inLine risks={row.risks} />,
          ];
        }}
      />
      <p className={classes.dim}>{t('subjects.count', { count: rows.length, all: known.length })}</p>
    </>
  );
}

function namespacesFor(subject: Subject | undefined, namespaces: readonly string[] | null): readonly string[] | null {
  if (subject === undefined || subject.namespace === '') return namespaces;
  return [...new Set([subject.namespace, ...(namespaces ?? [])])];
}

function shownSubjects(known: readonly KnownSubject[], filter: string, risk: string): readonly KnownSubject[] {
  const words = filter.trim().toLowerCase();
  return known
    .filter(({ subject }) => words === '' || subjectId(subject).toLowerCase().includes(words))
    .filter(({ risks }) => risk === '' || (risk === 'any' ? risks.length > 0 : risks.some((each) => each === risk)));
}
