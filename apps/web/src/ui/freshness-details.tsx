import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { LiveStatus } from '../live/live-status.ts';
import { Age } from './age.tsx';
import { FactList } from './fact-list.tsx';
import type { Watched } from './freshness-chip.tsx';
import classes from './freshness-details.module.css';
import { safeText } from './safe-text.ts';
import { useWords } from './use-words.ts';

export interface FreshnessDetailsProps {
  readonly status: LiveStatus;
  /** the problem in words, if there is one */
  readonly told: readonly string[];
  readonly watched: Watched;
  readonly onClose: () => void;
}

/** What is watched, since when, what was heard last, and how often it was cut; with a way not to wait. */
export default function FreshnessDetails({ status, told, watched, onClose }: FreshnessDetailsProps) {
  const t = useWords('pages');
  const panel = useRef<HTMLDivElement>(null);
  const { liveSince, lastNews, cuts } = watched.history();
  const { state, since, problem } = status;

  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    function onPointerDown({ target }: PointerEvent): void {
      // the opener closes by itself
      if (target instanceof Node && panel.current?.parentElement?.contains(target) === false) onClose();
    }
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, [onClose]);

  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={t('fresh.title')}
      tabIndex={-1}
      className={classes.details}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <h2 className={classes.title}>{t('fresh.title')}</h2>
      <FactList
        items={[
          { id: 'what', label: t('fresh.what'), value: <code>{safeText(watched.what)}</code> },
          {
            id: 'state',
            label: state === 'reconnecting' || state === 'stale' ? t('fresh.trueAt') : t('fresh.since'),
            value: <Age created={since / 1000} />,
          },
          { id: 'live', label: t('fresh.watched'), value: <Age created={liveSince / 1000} /> },
          { id: 'news', label: t('fresh.news'), value: <Age created={lastNews / 1000} /> },
          { id: 'cuts', label: t('fresh.cuts'), value: String(cuts) },
        ]}
      />
      {told.map((line) =>
        line === '' ? null : (
          <p key={line} className={classes.told}>
            {safeText(line)}
          </p>
        ),
      )}
      {problem?.detail === undefined ? null : <pre className={classes.raw}>{safeText(problem.detail)}</pre>}
      <p className={classes.hint}>{t('fresh.hint')}</p>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          watched.retry();
          onClose();
        }}
      >
        {t('fresh.retry')}
      </Button>
    </div>
  );
}
