import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import type { LiveHistory, LiveStatus } from '../live/live-status.ts';
import classes from './freshness-chip.module.css';
import { problemText } from './problem-text.ts';
import { safeText } from './safe-text.ts';

const FreshnessDetails = lazyWithWords(['pages'], () => import('./freshness-details.tsx'));

/** What the chip tells of when it is clicked. */
export interface Watched {
  /** the query in kubectl's words: "pods -n team-a -l app=web" */
  readonly what: string;
  readonly history: () => LiveHistory;
  readonly retry: () => void;
}

export interface FreshnessChipProps {
  readonly status: LiveStatus;
  /** undefined: the chip says all that there is */
  readonly watched?: Watched;
}

/** How fresh what is on screen is: live, loading n of m, catching up, reconnecting, stale since, limited, no access. */
export function FreshnessChip({ status, watched }: FreshnessChipProps) {
  const { t } = useTranslation('live');
  const [open, setOpen] = useState(false);
  const { state, loaded, remaining, since, problem, again } = status;
  // the chip stands while the words of its problem are on their way
  const { t: words, ready } = useTranslation(problem === undefined ? 'live' : 'problems', { useSuspense: false });
  const limited = state === 'live' && problem !== undefined;
  const told =
    problem === undefined || !ready
      ? []
      : (['title', 'why', 'advice'] as const).map((part) => problemText(words, problem, part));
  const [reason] = told;
  const tip = [...told, problem?.detail ?? ''].filter(Boolean).join('\n');
  const counts = state === 'loading' && loaded > 0;
  const refused = state === 'denied' && problem !== undefined && problem.status !== 403;
  const word = limited ? 'limited' : refused ? 'refused' : again ? 'again' : state;
  const chip = (
    <span
      className={classes.chip}
      data-state={limited ? 'limited' : state}
      role="status"
      title={tip === '' ? undefined : safeText(tip)}
    >
      <span className={classes.mark} aria-hidden="true" />
      <span>{t(`state.${word}`, { time: clockTime(since) })}</span>
      {counts ? (
        // the numbers move with every frame: a screen reader is told of the state only
        <span aria-hidden="true" className={classes.counts}>
          {remaining === undefined ? t('loaded', { loaded }) : t('loadedOf', { loaded, total: loaded + remaining })}
        </span>
      ) : null}
      {state === 'stale' && reason !== undefined ? <span className={classes.reason}>{safeText(reason)}</span> : null}
    </span>
  );
  if (watched === undefined) return chip;
  return (
    <span className={classes.withDetails}>
      {chip}
      {/* over the chip: what is said to screen readers by itself must not be within a button */}
      <button
        type="button"
        className={classes.opener}
        title={tip === '' ? t('details') : safeText(tip)}
        aria-label={t('details')}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <Suspense fallback={null}>
          <FreshnessDetails status={status} told={told} watched={watched} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </span>
  );
}

/** "14:03:22", local. */
function clockTime(epochMs: number): string {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
}
