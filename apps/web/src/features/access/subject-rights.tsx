import { Button, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { wizardPath } from '../../api/addresses.ts';
import { type Right, rightsOf } from '../../api/rbac/effective-rights.ts';
import type { RbacSnapshot } from '../../api/rbac/rbac-snapshot.ts';
import { summedRisks } from '../../api/rbac/risk.ts';
import { ruledText } from '../../api/rbac/ruled-text.ts';
import { askerOf, type Subject } from '../../api/rbac/subject.ts';
import { ChainWords } from '../../ui/access/chain-words.tsx';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { ObjectLink } from '../../ui/object-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WindowTable } from '../../ui/window-table.tsx';
import classes from './access-page.module.css';
import { CanI } from './can-i.tsx';
import { ChainDetails } from './chain-details.tsx';

const NOTHING_TYPED = { verb: 'get', what: '', namespace: '', name: '' };

/** All that one subject may do, rule by rule, and through which binding each comes. */
export function SubjectRights({
  cluster,
  subject,
  snapshot,
  groups,
  onGroups,
  onBack,
}: {
  readonly cluster: string;
  readonly subject: Subject;
  readonly snapshot: RbacSnapshot;
  /** with commas between */
  readonly groups: string;
  readonly onGroups: (groups: string) => void;
  readonly onBack: () => void;
}) {
  const t = useWords('access');
  const [typedGroups, setTypedGroups] = useState(groups);
  const [filter, setFilter] = useState('');
  const [opened, setOpened] = useState<string>();
  const asker = useMemo(
    () =>
      askerOf(
        subject,
        groups
          .split(',')
          .map((group) => group.trim())
          .filter(Boolean),
      ),
    [subject, groups],
  );
  const { rights, open, master } = useMemo(() => rightsOf(snapshot, asker), [snapshot, asker]);
  const risks = useMemo(() => summedRisks(rights.flatMap((right) => right.risks)), [rights]);
  const rows = useMemo(() => shownRights(rights, filter), [rights, filter]);
  const chosen = rows.find(({ id }) => id === opened);
  const { kind, namespace, name } = subject;
  const other = useMemo(() => ({ asker, snapshot }), [asker, snapshot]);
  return (
    <>
      <div className={classes.subject}>
        <Button size="compact-sm" variant="default" onClick={onBack}>
          {t('subjects.back')}
        </Button>
        <h2>
          <span className={classes.dim}>{t(`subject.${kind}`)}</span>{' '}
          {kind === 'ServiceAccount' ? (
            <ObjectLink cluster={cluster} to={{ group: '', kind, name, namespace }}>
              {safeText(`${namespace}/${name}`)}
            </ObjectLink>
          ) : (
            safeText(name)
          )}
        </h2>
        <CopyButton text={asker.user || name} label={t('subjects.copy')} />
        <RiskMarks risks={risks} />
        <AppLink to={wizardPath(cluster, 'binding', bindingStart(subject))}>{t('subjects.bind')}</AppLink>
        <AppLink to={wizardPath(cluster, 'view-as', kind === 'Group' ? { group: name } : { user: asker.user })}>
          {t('subjects.viewAs')}
        </AppLink>
        {kind === 'ServiceAccount' ? (
          <AppLink to={wizardPath(cluster, 'token', { namespace, name })}>{t('subjects.token')}</AppLink>
        ) : null}
      </div>
      <form
        className={classes.groups}
        onSubmit={(event) => {
          event.preventDefault();
          onGroups(typedGroups);
        }}
      >
        <p className={classes.dim}>{t('subjects.groups', { groups: asker.groups.map(safeText).join(', ') })}</p>
        {kind === 'ServiceAccount' ? null : (
          <TextInput
            size="xs"
            aria-label={t('subjects.moreGroups')}
            placeholder={t('subjects.moreGroups')}
            value={typedGroups}
            onChange={({ currentTarget }) => setTypedGroups(currentTarget.value)}
            onBlur={() => typedGroups !== groups && onGroups(typedGroups)}
          />
        )}
      </form>
      <GapNotice snapshot={snapshot} />
      {master ? <p>{t('who.master')}</p> : null}
      {rights.length === 0 ? (
        <p>{t('subjects.nothing')}</p>
      ) : (
        <>
          <div className={classes.tools}>
            <FilterBox title={t('subjects.rights')} filter={filter} onFilter={setFilter} />
            <span className={classes.dim}>{t('subjects.rules', { count: rows.length, all: rights.length })}</span>
          </div>
          <WindowTable
            label={t('subjects.rights')}
            columns={[
              { id: 'where', header: t('column.where'), least: 112, grows: 1 },
              { id: 'verbs', header: t('column.verbs'), least: 120, grows: 2 },
              { id: 'what', header: t('column.resource'), least: 160, grows: 4 },
              { id: 'risks', header: t('column.risks'), least: 120, grows: 2 },
              { id: 'by', header: t('column.by'), least: 90, grows: 1 },
              { id: 'via', header: t('column.via'), least: 200, grows: 4 },
            ]}
            ids={rows.map(({ id }) => id)}
            opened={opened}
            onOpen={setOpened}
            cells={(index) => {
              const right = rows[index]?.right;
              if (right === undefined) return [];
              const { verbs, what, names } = ruledText(right.rule);
              const self = right.subject.kind === kind && right.subject.name === name;
              return [
                right.scope === '' ? t('everywhere') : safeText(right.scope),
                <Cut key="verbs" text={verbs} />,
                <Cut key="what" text={names === '' ? what : t('subjects.named', { what, names })} />,
                <RiskMarks key="risks" inLine risks={right.risks} />,
                self ? t('subjects.itself') : safeText(right.subject.name),
                <ChainWords key="via" cluster={cluster} chain={right} />,
              ];
            }}
          />
          {chosen === undefined ? null : <ChainDetails cluster={cluster} chains={[chosen.right]} />}
        </>
      )}
      {open.length === 0 ? null : (
        <>
          <h3>{t('subjects.open')}</h3>
          <ul className={classes.plain}>
            {open.map((grant) => (
              <li key={`${grant.binding.kind}/${grant.binding.namespace}/${grant.binding.name}`}>
                <ChainWords cluster={cluster} chain={grant} />
              </li>
            ))}
          </ul>
        </>
      )}
      <CanI cluster={cluster} typed={NOTHING_TYPED} other={other} />
    </>
  );
}

function bindingStart({ kind, namespace, name }: Subject): Readonly<Record<string, string>> {
  return { subjectKind: kind, subject: name, ...(namespace === '' ? {} : { subjectNamespace: namespace }) };
}

function shownRights(
  rights: readonly Right[],
  filter: string,
): readonly { readonly id: string; readonly right: Right }[] {
  const words = filter.trim().toLowerCase();
  return rights
    .map((right, index) => ({ id: `right-${index}`, right }))
    .filter(({ right }) => {
      if (words === '') return true;
      const { verbs, what, names } = ruledText(right.rule);
      return [verbs, what, names, right.scope, right.binding.name, right.role.name].some((text) =>
        text.toLowerCase().includes(words),
      );
    });
}

/** Text that may be longer than its cell. */
function Cut({ text }: { readonly text: string }) {
  const safe = safeText(text);
  return <span title={safe}>{safe}</span>;
}
