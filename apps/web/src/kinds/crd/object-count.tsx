import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { countIn } from '../../api/object-count.ts';
import { textAt } from '../../api/read-field.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import classes from './schema.module.css';
import { crdVersions } from './schema-tree.ts';

const REFRESH_MS = 30_000;

/** A link to the objects of a definition, with their number as far as the person may list them all. */
export function ObjectCount({ target, object }: DetailProps) {
  const words = useWords('sections');
  const { cluster } = target;
  const group = textAt(object, 'spec.group');
  const kind = textAt(object, 'spec.names.kind');
  const plural = textAt(object, 'spec.names.plural');
  const version = crdVersions(object).find(({ served }) => served)?.name;
  const { data, error } = useQuery({
    queryKey: ['crd-objects', cluster, group, version, plural],
    queryFn: ({ signal }) =>
      countIn(cluster, null, { prefix: `/apis/${group}/${version ?? ''}`, plural, namespaced: false }, signal),
    enabled: version !== undefined && group !== '' && plural !== '',
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const note =
    data === undefined
      ? error === null
        ? ''
        : words(problemOfError(error).status === 403 ? 'crd.countRefused' : 'crd.countFailed')
      : words(data.least ? 'crd.countAtLeast' : 'crd.count', { count: data.number });
  return (
    <span className={classes.count}>
      <CellView cell={{ text: kind, to: { group, kind } }} cluster={cluster} /> {note}
    </span>
  );
}
