import { humanDuration } from '@quarterdeck/shared/duration';
import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { listAt } from '../../api/read-field.ts';
import { type PendingEviction, pendingEvictions } from '../../api/scheduling/pending-evictions.ts';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { TickingText } from '../../ui/ticking-text.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import classes from './allocated.module.css';

const REFRESH_MS = 15_000;

/** Which pods the NoExecute taints of a node evict, and when (T-42); loaded lazily, hence the default export. */
export default function EvictionsSection({ target, object }: DetailProps) {
  const t = useWords('nodes');
  const { cluster, name } = target;
  const { data, error } = useQuery({
    queryKey: ['pods-with-tolerations', cluster, name],
    queryFn: ({ signal }) =>
      k8sJson<unknown>(cluster, `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${name}`)}`, {
        signal,
      }).then((list) => listAt(list, 'items')),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  if (data === undefined) return <p className={classes.dim}>{t('taint.looking')}</p>;
  const evictions = pendingEvictions(object, data);
  if (evictions.length === 0) return <p className={classes.dim}>{t('evictions.none')}</p>;
  return (
    <SimpleTable
      label={t('evictions.title')}
      columns={[t('drain.pod'), t('evictions.when')]}
      rows={evictions.map((eviction) => ({
        id: eviction.uid,
        cells: [
          <CellView key="pod" cell={linkTo('', 'Pod', eviction.name, eviction.namespace)} cluster={cluster} />,
          <When key="when" eviction={eviction} t={t} />,
        ],
      }))}
    />
  );
}

function When({ eviction: { after, at }, t }: { readonly eviction: PendingEviction; readonly t: Words }) {
  if (at === undefined) return after === 0 ? t('taint.now') : t('evictions.after', { time: humanDuration(after) });
  return (
    <span title={absoluteTime(new Date(at))}>
      <TickingText
        text={() => {
          const left = Math.ceil((at - Date.now()) / 1000);
          return left > 0 ? t('evictions.in', { time: humanDuration(left) }) : t('evictions.due');
        }}
      />
    </span>
  );
}
