import { Autocomplete, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { rulesIn } from '../../api/access-reviews.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { useNamespaces } from '../../api/use-namespaces.ts';
import { useSession } from '../../api/use-session.ts';
import { FilterBox } from '../../ui/filter-box.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WindowTable } from '../../ui/window-table.tsx';
import type { AccessViewProps } from './access-fields.ts';
import classes from './access-page.module.css';
import { CanI } from './can-i.tsx';
import { MATRIX_VERBS, type MatrixRow, permissionMatrix } from './permission-matrix.ts';

/**
 * No namespace is called this, so that only what is bound in the whole cluster holds in it: the API server tells the rules of a namespace
 * and those of the cluster in one list, and this takes them apart.
 */
const NOWHERE = 'quarterdeck--no-such-namespace';
const KEPT_MS = 60_000;
const SIGNS = { yes: '✓', some: '◐', no: '–', unknown: '?', none: '' } as const;

/** What the person may do, kind by kind, in one namespace and in the whole cluster, and any single question. */
export function MyPermissions({ cluster, namespaces, fields, onFields }: AccessViewProps) {
  const t = useWords('access');
  const session = useSession(cluster);
  const { resources } = useDiscovery(cluster);
  const { names = [] } = useNamespaces(cluster, { enabled: true });
  const namespace = fields.ns ?? namespaces?.[0] ?? session?.homeNamespace ?? 'default';
  const [typed, setTyped] = useState(namespace);
  const [onlyMine, setOnlyMine] = useState(false);
  const here = useRules(cluster, namespace);
  const everywhere = useRules(cluster, NOWHERE);
  const matrix = useMemo(
    () => (here.data && everywhere.data ? permissionMatrix(resources, here.data, everywhere.data) : undefined),
    [resources, here.data, everywhere.data],
  );
  const filter = fields.q ?? '';
  const rows = useMemo(() => shownRows(matrix ?? [], filter, onlyMine), [matrix, filter, onlyMine]);
  const [what, setWhat] = useState('');
  const error = here.error ?? everywhere.error;
  // servers before v1.26 do not tell
  const groups = session?.user.groups ?? [];
  const incomplete = here.data?.incomplete === true || everywhere.data?.incomplete === true;
  const choose = (next: string) => {
    if (next.trim() !== '' && next.trim() !== namespace) onFields({ ns: next.trim() });
  };
  return (
    <>
      <p className={classes.dim}>
        {t(groups.length === 0 ? 'mine.whoAlone' : 'mine.who', {
          user: safeText(session?.user.name ?? ''),
          groups: groups.map(safeText).join(', '),
        })}
      </p>
      <div className={classes.tools}>
        <Autocomplete
          size="xs"
          className={classes.namespace}
          aria-label={t('mine.namespace')}
          leftSectionWidth={90}
          leftSection={<span className={classes.dim}>{t('mine.namespace')}</span>}
          spellCheck={false}
          autoComplete="off"
          limit={60}
          data={[...names]}
          value={typed}
          onChange={setTyped}
          onOptionSubmit={choose}
          onBlur={() => choose(typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') choose(typed);
          }}
        />
        <FilterBox title={t('mine.kinds')} filter={filter} onFilter={(q) => onFields({ q })} />
        <Switch
          size="xs"
          label={t('mine.onlyMine')}
          checked={onlyMine}
          onChange={({ currentTarget }) => setOnlyMine(currentTarget.checked)}
        />
      </div>
      {error === null ? null : <ProblemView problem={problemOfError(error)} />}
      {matrix === undefined ? (
        error === null ? (
          <p className={classes.dim}>{t('reading')}</p>
        ) : null
      ) : (
        <>
          <WindowTable
            label={t('mine.table', { namespace: safeText(namespace) })}
            columns={[
              { id: 'what', header: t('column.resource'), least: 176, grows: 2 },
              { id: 'where', header: t('column.where'), least: 84, grows: 1 },
              // wide enough for its word: "delete" and "deletecollection" are told apart
              ...MATRIX_VERBS.map((verb) => ({
                id: verb,
                header: verb,
                least: Math.min(64, 21 + 7 * verb.length),
                grows: 1,
              })),
            ]}
            ids={rows.map(({ id }) => id)}
            opened={what === '' ? undefined : what}
            onOpen={setWhat}
            cells={(index) => {
              const row = rows[index];
              return row === undefined
                ? []
                : [
                    <span key="what" title={safeText(row.kind)}>
                      {safeText(row.id)}
                    </span>,
                    <span key="where" className={classes.dim}>
                      {row.namespaced ? safeText(namespace) : t('everywhere')}
                    </span>,
                    ...row.cells.map(({ verb, permission, names: only }) => (
                      <span
                        key={verb}
                        className={classes.permission}
                        data-permission={permission}
                        title={t(`permission.${permission}`, { names: only.map(safeText).join(', ') })}
                      >
                        <span aria-hidden="true">{SIGNS[permission]}</span>
                        <span className="qd-visually-hidden">
                          {t(`permission.${permission}`, { names: only.map(safeText).join(', ') })}
                        </span>
                      </span>
                    )),
                  ];
            }}
          />
          <p className={classes.dim}>{t('mine.legend', { count: rows.length })}</p>
          {incomplete ? <p className={classes.dim}>{t('mine.incomplete')}</p> : null}
        </>
      )}
      <CanI cluster={cluster} typed={{ verb: 'get', what, namespace, name: '' }} />
    </>
  );
}

function useRules(cluster: string, namespace: string) {
  return useQuery({
    queryKey: ['access', cluster, 'rules', namespace],
    queryFn: () => rulesIn(cluster, namespace),
    staleTime: KEPT_MS,
    retry: false,
  });
}

function shownRows(matrix: readonly MatrixRow[], filter: string, onlyMine: boolean): readonly MatrixRow[] {
  const words = filter.trim().toLowerCase();
  const may = ({ cells }: MatrixRow) => cells.some(({ permission }) => permission === 'yes' || permission === 'some');
  return [...matrix]
    .filter((row) => words === '' || row.id.toLowerCase().includes(words) || row.kind.toLowerCase().includes(words))
    .filter((row) => !onlyMine || may(row))
    .sort((a, b) => Number(b.namespaced) - Number(a.namespaced) || (a.id < b.id ? -1 : 1));
}
