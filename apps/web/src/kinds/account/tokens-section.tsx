import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { type Cell, CellView } from '../../ui/cell-view.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import { tokensOf } from './account-tokens.ts';

/** Names and annotations alone: no value of a secret comes to the browser. */
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const REFRESH_MS = 30_000;

interface List {
  readonly items?: readonly unknown[];
}

/** The secrets of a service account as kubectl describe tells them, and which are not there; loaded lazily, hence the default export. */
export default function TokensSection({ target, object }: DetailProps) {
  const words = useWords('sections');
  const { cluster, namespace = '' } = target;
  const { data, error } = useQuery({
    queryKey: ['account-secrets', cluster, namespace],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;
      const { items = [] } = await k8sJson<List>(cluster, path, { signal, headers: { accept: METADATA } });
      return items;
    },
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const there = data && new Set(data.map((secret) => textAt(secret, 'metadata.name')));
  const cells = (names: readonly string[]): readonly Cell[] =>
    names.length === 0
      ? [words('account.none')]
      : names.map((name) =>
          there === undefined || there.has(name)
            ? linkTo('', 'Secret', name, namespace)
            : words('account.notFound', { name }),
        );
  const named = (path: string) => listAt(object, path).map((item) => textAt(item, 'name'));
  const lists = [
    ['mountable', named('secrets')],
    ['pull', named('imagePullSecrets')],
    ['tokens', data && tokensOf(data, object)],
  ] as const;
  return (
    <>
      <FactList
        items={lists.flatMap(([id, names]) =>
          names === undefined
            ? []
            : [{ id, label: words(`account.${id}`), value: <CellView cell={cells(names)} cluster={cluster} /> }],
        )}
      />
      {error === null ? null : <ProblemView compact problem={problemOfError(error)} />}
      <p className={classes.dim}>{words('account.hint')}</p>
    </>
  );
}
