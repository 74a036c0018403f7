import { HealthMark } from '../../ui/health-mark.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { Health } from '../define-kind.ts';
import classes from './job.module.css';
import { byState, type IndexState, type JobIndex, MOST_INDEXES } from './job-indexes.ts';

const HEALTH: Readonly<Record<IndexState, Health>> = {
  done: 'ok',
  failed: 'failed',
  running: 'progressing',
  retrying: 'warning',
  waiting: 'stopped',
};

/** The indexes of a Job as squares, and each state with its indexes in words: nothing is said by colour alone. */
export function IndexSquares({
  indexes,
  completions,
}: {
  readonly indexes: readonly JobIndex[];
  readonly completions: number;
}) {
  const t = useWords('jobs');
  if (indexes.length === 0) return null;
  return (
    <>
      <h3 className={classes.title}>{t('index.title')}</h3>
      <div className={classes.squares} aria-hidden="true">
        {indexes.map(({ index, state }) => (
          <i key={index} data-health={HEALTH[state]} title={`${index}: ${t(`index.${state}`)}`} />
        ))}
      </div>
      <ul className={classes.states} aria-label={t('index.title')}>
        {[...byState(indexes)].map(([state, { count, ranges }]) => (
          <li key={state}>
            <HealthMark health={HEALTH[state]} label={`${t(`index.${state}`)} (${count}): ${ranges}`} />
          </li>
        ))}
      </ul>
      {completions > MOST_INDEXES ? (
        <p className={classes.dim}>{t('index.more', { count: completions - MOST_INDEXES })}</p>
      ) : null}
    </>
  );
}
