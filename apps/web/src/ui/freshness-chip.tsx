import { useTranslation } from 'react-i18next';
import type { LiveStatus } from '../live/live-status.ts';
import classes from './freshness-chip.module.css';

/** How fresh what is on screen is: live, loading n of m, reconnecting, stale since, no access. */
export function FreshnessChip({ status }: { readonly status: LiveStatus }) {
  const { t } = useTranslation('live');
  const { state, loaded, remaining, since, problem } = status;
  const reason =
    problem === undefined
      ? undefined
      : t(`problems:${problem.code}.title`, { ...problem.params, defaultValue: problem.title });
  const counts = state === 'loading' && loaded > 0;
  return (
    <span className={classes.chip} data-state={state} role="status" title={reason}>
      <span className={classes.mark} aria-hidden="true" />
      <span>{t(`state.${state}`, { time: clockTime(since) })}</span>
      {counts ? (
        // the numbers move with every frame: a screen reader is told of the state only
        <span aria-hidden="true" className={classes.counts}>
          {remaining === undefined ? t('loaded', { loaded }) : t('loadedOf', { loaded, total: loaded + remaining })}
        </span>
      ) : null}
      {state === 'stale' && reason !== undefined ? <span className={classes.reason}>{reason}</span> : null}
    </span>
  );
}

/** "14:03:22", local. */
function clockTime(epochMs: number): string {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
}
