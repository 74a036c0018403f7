import { Button, Group, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { ObjectLink } from '../../ui/object-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { onTick } from '../../ui/ticker.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import classes from '../nodes/nodes.module.css';
import { setCordon } from './drain-requests.ts';
import type { DrainItem, DrainRun, DrainSnapshot } from './drain-run.ts';

/** A drain pod by pod, with what holds it; afterwards what is left to do. */
export function DrainProgress({
  run,
  snapshot: { phase, items, problem },
  cluster,
  node,
  onClose,
  onAgain,
}: {
  readonly run: DrainRun;
  readonly snapshot: DrainSnapshot;
  readonly cluster: string;
  readonly node: string;
  readonly onClose: () => void;
  readonly onAgain: () => void;
}) {
  const t = useWords('nodes');
  const [now, setNow] = useState(Date.now);
  useEffect(() => onTick(() => setNow(Date.now())), []);
  const gone = items.filter(({ state }) => state === 'gone').length;
  const failed = items.filter(({ state }) => state === 'failed').length;
  const isUnderWay = phase === 'cordoning' || phase === 'running' || phase === 'paused';
  return (
    <div className={classes.stack}>
      <p className={classes.plain} role="status">
        {t(`drain.phase.${phase === 'finished' && failed > 0 ? 'left' : phase}`, { gone, of: items.length })}
      </p>
      <Progress value={items.length === 0 ? 0 : (100 * gone) / items.length} aria-label={t('drain.progress')} />
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
      <div className={classes.scroll}>
        <SimpleTable
          label={t('drain.pods')}
          columns={[t('drain.pod'), t('drain.state')]}
          rows={items.map((item) => ({
            id: item.pod.uid,
            cells: [
              <ObjectLink
                key="pod"
                cluster={cluster}
                to={{ group: '', kind: 'Pod', namespace: item.pod.namespace, name: item.pod.name }}
              >
                {safeText(`${item.pod.namespace}/${item.pod.name}`)}
              </ObjectLink>,
              <State key="state" item={item} now={now} t={t} />,
            ],
          }))}
        />
      </div>
      {isUnderWay ? <p className={classes.dim}>{t('drain.goesOn')}</p> : null}
      <Group justify="flex-end" gap="xs">
        {isUnderWay ? (
          <>
            <Button variant="default" mr="auto" onClick={() => run.cancel()}>
              {t('drain.cancel')}
            </Button>
            {phase === 'paused' ? (
              <Button variant="default" onClick={() => run.resume()}>
                {t('drain.resume')}
              </Button>
            ) : (
              <Button variant="default" disabled={phase === 'cordoning'} onClick={() => run.pause()}>
                {t('drain.pause')}
              </Button>
            )}
          </>
        ) : (
          <>
            {phase === 'failed' ? null : <Uncordon cluster={cluster} node={node} />}
            {phase === 'finished' && failed === 0 ? null : (
              <Button variant="default" onClick={onAgain}>
                {t('drain.again')}
              </Button>
            )}
          </>
        )}
        <Button
          variant="default"
          onClick={() => {
            // what has ended is not shown again: the next drain begins with a plan of its own
            if (!isUnderWay) onAgain();
            onClose();
          }}
        >
          {t('drain.close')}
        </Button>
      </Group>
    </div>
  );
}

function State({ item, now, t }: { readonly item: DrainItem; readonly now: number; readonly t: Words }) {
  const { state, answer, retryAt = now, overdue, tries } = item;
  if (answer?.kind === 'failed' && state === 'failed') return <ProblemView problem={answer.problem} compact />;
  if (state === 'blocked' && answer !== undefined) {
    const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
    const again = t('drain.retry', { count: tries, seconds });
    if (answer.kind === 'passing')
      return (
        <>
          <ProblemView problem={answer.problem} compact />
          {again}
        </>
      );
    const why =
      answer.kind === 'budget'
        ? t('drain.blocked', { budget: safeText(answer.budget) || '?', message: safeText(answer.message) })
        : t('drain.busy');
    return `${why} ${again}`;
  }
  return t(overdue ? 'drain.overdue' : `drain.states.${state}`);
}

/** After a drain the node is cordoned still: what kubectl leaves to the reader is one press here. */
function Uncordon({ cluster, node }: { readonly cluster: string; readonly node: string }) {
  const t = useWords('nodes');
  const [state, setState] = useState<'cordoned' | 'busy' | 'done' | { readonly error: unknown }>('cordoned');
  if (state === 'done') return <span role="status">{t('drain.uncordoned')}</span>;
  return (
    <>
      {typeof state === 'object' ? <ProblemView problem={problemOfError(state.error)} compact /> : null}
      <Button
        variant="default"
        mr="auto"
        loading={state === 'busy'}
        onClick={() => {
          setState('busy');
          setCordon(cluster, node, null).then(
            () => setState('done'),
            (error: unknown) => setState({ error }),
          );
        }}
      >
        {t('drain.uncordon')}
      </Button>
    </>
  );
}
