import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Health } from '../kinds/define-kind.ts';
import { HealthMark } from './health-mark.tsx';
import classes from './status-buckets.module.css';

/** What needs a look comes first. */
const ORDER: readonly Health[] = ['failed', 'warning', 'progressing', 'unknown', 'ok', 'stopped'];

export interface StatusBucketsProps {
  /** how many rows there are, by health */
  readonly counts: ReadonlyMap<string, number>;
  /** undefined: all are shown */
  readonly chosen: ReadonlySet<string> | undefined;
  readonly onChoose: (chosen: ReadonlySet<string> | undefined) => void;
}

/** The rows by health, with counts; a click shows only those, another one all again. */
export function StatusBuckets({ counts, chosen, onChoose }: StatusBucketsProps) {
  const { t } = useTranslation('list');
  const shown = ORDER.filter((health) => (counts.get(health) ?? 0) > 0 || chosen?.has(health));
  // one bucket tells nothing that the count does not
  if (shown.length < 2 && chosen === undefined) return null;

  function toggle(health: Health): void {
    const next = new Set(chosen);
    if (!next.delete(health)) next.add(health);
    onChoose(next.size === 0 ? undefined : next);
  }

  return (
    <fieldset aria-label={t('buckets.label')} className={classes.buckets}>
      {shown.map((health) => (
        <UnstyledButton
          key={health}
          className={classes.bucket}
          aria-pressed={chosen?.has(health) ?? false}
          onClick={() => toggle(health)}
        >
          <HealthMark health={health} label={t(`buckets.${health}`, { count: counts.get(health) ?? 0 })} />
        </UnstyledButton>
      ))}
    </fieldset>
  );
}

/** The buckets that an address names; undefined for none. */
export function readBuckets(text: string | undefined): ReadonlySet<string> | undefined {
  const named = (text ?? '').split(',').filter((word) => ORDER.some((health) => health === word));
  return named.length === 0 ? undefined : new Set(named);
}
