import { useTranslation } from 'react-i18next';
import type { LiveStatus } from '../live/live-status.ts';
import classes from './freshness-chip.module.css';
import { problemText } from './problem-text.ts';
import { safeText } from './safe-text.ts';

/** How fresh what is on screen is: live, loading n of m, reconnecting, stale since, no access. */
export function FreshnessChip({ status }: { readonly status: LiveStatus }) {
  const { t } = useTranslation('live');
  const { t: words } = useTranslation('problems');
  const { state, loaded, remaining, since, problem } = status;
  const told =
    problem === undefined ? [] : (['title', 'why', 'advice'] as const).map((part) => problemText(words, problem, part));
  const [reason] = told;
  const tip = [...told, problem?.detail ?? ''].filter(Boolean).join('\n');
  const counts = state === 'loading' && loaded > 0;
  return (
    <span className={classes.chip} data-state={state} role="status" title={tip === '' ? undefined : safeText(tip)}>
      <span className={classes.mark} aria-hidden="true" />
      <span>{t(`state.${state}`, { time: clockTime(since) })}</span>
      {counts ? (
        // the numbers move with every frame: a screen reader is told of the state only
        <span aria-hidden="true" className={classes.counts}>
          {remaining === undefined ? t('loaded', { loaded }) : t('loadedOf', { loaded, total: loaded + remaining })}
        </span>
      ) : null}
      {state === 'stale' && reason !== undefined ? <span className={classes.reason}>{safeText(reason)}</span> : null}
    </span>
  );
}

/** "14:03:22", local. */
function clockTime(epochMs: number): string {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
}
