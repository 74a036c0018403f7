import { Button } from '@mantine/core';
import type { Problem } from '@quarterdeck/shared/problem';
import { CircleX, Lock, SearchX, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { NeededRoleDetails } from './needed-role-details.tsx';
import { missingRight, problemText } from './problem-text.ts';
import classes from './problem-view.module.css';
import { safeText } from './safe-text.ts';

type Look = 'denied' | 'absent' | 'unreachable' | 'broken';
const ICONS = { denied: Lock, absent: SearchX, unreachable: Unplug, broken: CircleX } as const;

/** Denied, absent and broken are three different things, and look different. */
function lookOf({ code, status }: Problem): Look {
  if (status === 403 || status === 401) return 'denied';
  if (status === 404 || status === 410) return 'absent';
  if (code.startsWith('qd.cluster.') || status === 503 || status === 504) return 'unreachable';
  return 'broken';
}

/** A problem in the person's words: what happened, why, what to do; the raw message is one click away. */
export function ProblemView({
  problem,
  onRetry,
  compact = false,
}: {
  readonly problem: Problem;
  readonly onRetry?: () => void;
  /** one line, for panels and cells */
  readonly compact?: boolean;
}) {
  const { t } = useTranslation('problems');
  const look = lookOf(problem);
  const Icon = ICONS[look];
  const words = (part: 'title' | 'why' | 'advice') => problemText(t, problem, part);
  const raw = [problem.code, problem.title, problem.detail, problem.requestId && `request ${problem.requestId}`]
    .filter(Boolean)
    .join('\n');
  const later = problem.retryAfterSeconds;
  const right = missingRight(problem);

  return (
    <div className={classes.problem} data-look={look} data-compact={compact || undefined} role="alert">
      <Icon size={compact ? 16 : 22} aria-hidden="true" className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.title}>{safeText(words('title'))}</p>
        <p className={classes.why}>{safeText(words('why'))}</p>
        <p className={classes.advice}>
          {safeText(words('advice'))}
          {later === undefined ? null : ` ${t('view.retryAfter', { count: later })}`}
        </p>
        <div className={classes.actions}>
          {onRetry ? (
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              {t('view.retry')}
            </Button>
          ) : null}
          {right === undefined ? null : <NeededRoleDetails facts={right} />}
          <details className={classes.details}>
            <summary>{t('view.details')}</summary>
            <div className={classes.raw}>
              <pre>{safeText(raw)}</pre>
              <CopyButton text={raw} label={t('view.copy')} />
            </div>
          </details>
        </div>
      </div>
    </div>
  );
}
