import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import { grantsOf } from './grants.ts';

const GROUP = 'rbac.authorization.k8s.io';
const PREFIX = `/apis/${GROUP}/v1`;
const REFRESH_MS = 60_000;

interface List {
  readonly items?: readonly unknown[];
}

/** Which roles a service account has, as far as the person may list bindings; loaded lazily, hence the default export. */
export default function GrantsSection({ target }: DetailProps) {
  const words = useWords('sections');
  const { cluster, namespace = '', name } = target;
  const everywhere = useBindings(cluster, 'clusterrolebindings', true);
  const all = useBindings(cluster, 'rolebindings', true);
  // who may not list the bindings of all namespaces may list those of this one
  const here = useBindings(cluster, `namespaces/${encodeURIComponent(namespace)}/rolebindings`, all.error !== null);
  const parts = [everywhere, all.error === null ? all : here];
  const grants = grantsOf(
    parts.flatMap(({ data = [] }) => data),
    namespace,
    name,
  );
  const waiting = parts.some(({ isPending }) => isPending);
  return (
    <>
      {grants.length === 0 ? (
        <p className={classes.dim}>{words(waiting ? 'waiting' : 'account.noGrants')}</p>
      ) : (
        <SimpleTable
          label={words('account.grants')}
          columns={[words('account.role'), words('account.binding'), words('account.scope'), words('account.by')]}
          rows={grants.map(({ binding, role, scope, group }) => ({
            id: `${binding.kind}/${binding.namespace}/${binding.name}`,
            cells: [
              <span key="role">
                {safeText(role.kind)}{' '}
                <CellView
                  cell={linkTo(GROUP, role.kind, role.name, role.kind === 'Role' ? scope : undefined)}
                  cluster={cluster}
                />
              </span>,
              <span key="binding">
                {binding.kind}{' '}
                <CellView cell={linkTo(GROUP, binding.kind, binding.name, binding.namespace)} cluster={cluster} />
              </span>,
              safeText(scope) || words('account.everywhere'),
              group === '' ? words('account.itself') : words('account.byGroup', { group: safeText(group) }),
            ],
          }))}
        />
      )}
      {all.error !== null && here.error === null ? <p className={classes.dim}>{words('account.onlyHere')}</p> : null}
      {[everywhere.error, here.error].map((error) =>
        error === null ? null : <ProblemView key={String(error)} compact problem={problemOfError(error)} />,
      )}
    </>
  );
}

function useBindings(cluster: string, path: string, enabled: boolean) {
  return useQuery({
    queryKey: ['bindings', cluster, path],
    queryFn: async ({ signal }) => (await k8sJson<List>(cluster, `${PREFIX}/${path}`, { signal })).items ?? [],
    enabled,
    refetchInterval: REFRESH_MS,
    staleTime: 30_000,
    retry: false,
  });
}
