import type { Row } from '../../live/row.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { podHealth } from '../pod/pod-status.ts';
import { linkTo } from '../pointers.ts';

/** Pods in the table at once; the list of pods has them all. */
const MOST = 100;
const NONE: ReadonlyMap<string, UsingPod> = new Map();

interface UsingPod {
  readonly uid: string;
  readonly name: string;
  readonly ready: string;
  readonly status: string;
}

const readPod = (columns: readonly { readonly name: string }[]) => {
  const at = (title: string) => columns.findIndex(({ name }) => name === title);
  const [ready, status] = [at('Ready'), at('Status')];
  return ({ uid, name, cells }: Row): UsingPod => ({
    uid,
    name,
    ready: String(cells[ready] ?? ''),
    status: String(cells[status] ?? ''),
  });
};

/** The pods that run as a service account, live; loaded lazily, hence the default export. */
export default function PodsSection({ target }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const { cluster, namespace = '', name } = target;
  const { items, statuses } = useGatheredRows<UsingPod>(() => [
    {
      id: 'pods',
      query: {
        cluster,
        resource: 'v1/pods',
        namespaces: [namespace],
        fieldSelector: `spec.serviceAccountName=${name}`,
        fields: [],
        mode: 'rows',
      },
      read: readPod,
    },
  ]);
  const status = statuses.get('pods');
  const pods = [...(items.get('pods') ?? NONE).values()].sort((a, b) => a.name.localeCompare(b.name));
  if (pods.length === 0) {
    if (status?.problem !== undefined) return <ProblemView compact problem={status.problem} />;
    return <p className={classes.dim}>{words(status?.state === 'live' ? 'account.noPods' : 'waiting')}</p>;
  }
  return (
    <>
      <SimpleTable
        label={t('section.accountPods')}
        columns={[t('col.name'), t('col.ready'), words('nodePage.status')]}
        rows={pods.slice(0, MOST).map((pod) => ({
          id: pod.uid,
          cells: [
            <CellView key="name" cell={linkTo('', 'Pod', pod.name, namespace)} cluster={cluster} />,
            safeText(pod.ready),
            <HealthMark key="status" health={podHealth(pod.status, pod.ready)} label={pod.status} />,
          ],
        }))}
      />
      {pods.length > MOST ? (
        <p className={classes.dim}>{words('nodePage.morePods', { count: pods.length - MOST })}</p>
      ) : null}
    </>
  );
}
