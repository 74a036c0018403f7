import { objectPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { CellView } from '../../ui/cell-view.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import classes from './job.module.css';
import type { JobPod } from './job-pods.ts';

/** Pods in the table at once; the list of pods has them all. */
const MOST_PODS = 200;

interface PodsTableProps {
  readonly target: ObjectRef;
  /** those that failed first */
  readonly pods: readonly JobPod[];
  readonly indexed: boolean;
  /** it had pods, and none is left */
  readonly gone: boolean;
}

/** The pods of a Job: which failed, with what exit code, and the way to their logs (CTL-43). */
export function PodsTable({ target, pods, indexed, gone }: PodsTableProps) {
  const t = useWords('jobs');
  const { cluster, namespace, resource } = target;
  if (pods.length === 0) return gone ? <p className={classes.dim}>{t('pods.gone')}</p> : null;
  const podKind = { ...resource, group: '', version: 'v1', resource: 'pods', kind: 'Pod' };
  return (
    <>
      <h3 className={classes.title}>{t('pods.title', { count: pods.length })}</h3>
      <SimpleTable
        label={t('pods.title', { count: pods.length })}
        columns={[
          ...(indexed ? [t('pods.index')] : []),
          ...['pod', 'status', 'exit', 'restarts', 'node', 'age', 'logs'].map((name) => t(`pods.${name}`)),
        ]}
        rows={pods.slice(0, MOST_PODS).map((pod) => ({
          id: pod.uid,
          cells: [
            ...(indexed ? [pod.index ?? '–'] : []),
            <CellView key="pod" cell={linkTo('', 'Pod', pod.name, namespace)} cluster={cluster} />,
            <HealthMark key="status" health={pod.health} label={pod.status} />,
            safeText(pod.exits.join(', ')) || '–',
            safeText(pod.restarts),
            <CellView key="node" cell={linkTo('', 'Node', pod.node)} cluster={cluster} />,
            <Age key="age" created={pod.created} />,
            <AppLink
              key="logs"
              to={objectPath({ cluster, resource: podKind, namespace, name: pod.name }, 'logs')}
              aria-label={t('pods.logsOf', { name: pod.name })}
            >
              {t('pods.logs')}
            </AppLink>,
          ],
        }))}
      />
      {pods.length > MOST_PODS ? (
        <p className={classes.dim}>{t('pods.more', { count: pods.length - MOST_PODS })}</p>
      ) : null}
    </>
  );
}
