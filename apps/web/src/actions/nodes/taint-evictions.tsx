import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { foreseenEvictions } from './foreseen-evictions.ts';
import classes from './nodes.module.css';
import { podsOnNode } from './pods-on-node.ts';
import type { TaintInput } from './taint-input.ts';

/** Pods named at once. */
const SHOWN = 30;

/** Which pods the taints in the form would evict that those of now do not (T-82). */
export function TaintEvictions({
  cluster,
  node,
  input,
}: {
  readonly cluster: string;
  readonly node: string;
  readonly input: TaintInput;
}) {
  const t = useWords('nodes');
  const { data, error } = useQuery({
    queryKey: ['pods-on-node', cluster, node],
    queryFn: ({ signal }) => podsOnNode(cluster, node, signal),
    retry: false,
    gcTime: 0,
  });
  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  if (data === undefined) return <p className={classes.dim}>{t('taint.looking')}</p>;
  const evictions = foreseenEvictions(data, input.base ?? [], input.rows);
  return (
    <div role="status" className={evictions.length === 0 ? classes.dim : classes.strong}>
      <p>{t('taint.evicts', { count: evictions.length, of: data.length })}</p>
      {evictions.length === 0 ? null : (
        <ul className={classes.list}>
          {evictions.slice(0, SHOWN).map(({ uid, namespace, name, after, mirror }) => (
            <li key={uid}>
              <code>{safeText(`${namespace}/${name}`)}</code>{' '}
              {after === 0 ? t('taint.now') : t('taint.after', { seconds: after })}
              {mirror ? ` ${t('taint.mirror')}` : ''}
            </li>
          ))}
          {evictions.length > SHOWN ? <li>{t('more', { count: evictions.length - SHOWN })}</li> : null}
        </ul>
      )}
    </div>
  );
}
