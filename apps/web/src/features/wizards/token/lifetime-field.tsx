import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../../ui/use-words.ts';
import classes from '../wizards.module.css';
import { LIFETIMES, MIN_SECONDS } from './token-request.ts';

interface LifetimeFieldProps {
  /** seconds; null: a Secret, without an end */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

const OTHER = 'other';
const FOREVER = 'forever';
const HOUR = 3600;

/** How long a token shall live: a choice, hours that are typed, or as long as a Secret. */
export function LifetimeField({ value, onChange }: LifetimeFieldProps) {
  const t = useWords('wizards');
  const [typed, setTyped] = useState<string>();
  const chosen = typed !== undefined ? OTHER : value === null ? FOREVER : String(value);
  return (
    <div className={classes.row}>
      <NativeSelect
        className={classes.grow}
        size="xs"
        label={t('token.lifetime')}
        value={chosen}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value;
          setTyped(next === OTHER ? String((value ?? HOUR) / HOUR) : undefined);
          if (next !== OTHER) onChange(next === FOREVER ? null : Number(next));
        }}
        data={[
          ...LIFETIMES.map((seconds) => ({ value: String(seconds), label: lifetimeWords(seconds, t) })),
          { value: OTHER, label: t('token.otherLifetime') },
          { value: FOREVER, label: t('token.forever') },
        ]}
      />
      {typed === undefined ? null : (
        <TextInput
          className={classes.grow}
          size="xs"
          label={t('token.hours')}
          inputMode="decimal"
          value={typed}
          error={secondsOf(typed) === undefined ? t('token.hoursFault') : undefined}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            const seconds = secondsOf(currentTarget.value);
            if (seconds !== undefined) onChange(seconds);
          }}
        />
      )}
    </div>
  );
}

function secondsOf(text: string): number | undefined {
  const hours = Number(text.trim().replace(',', '.'));
  const seconds = Math.round(hours * HOUR);
  return text.trim() !== '' && seconds >= MIN_SECONDS && seconds <= 2 ** 32 ? seconds : undefined;
}

function lifetimeWords(seconds: number, t: (key: string, values: Record<string, unknown>) => string): string {
  return seconds < 2 * 86_400
    ? t('token.inHours', { count: seconds / HOUR })
    : t('token.inDays', { count: seconds / 86_400 });
}
