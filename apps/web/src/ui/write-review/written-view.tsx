import { Button, Group, Loader } from '@mantine/core';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReviewState } from '../../api/writes/review-session.ts';
import type { TurnedBack } from '../../api/writes/turned-back.ts';
import { pathText } from '../../api/writes/value-path.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import classes from './review-dialog.module.css';
import { managerNames } from './taken-fields.tsx';

const MOST_CHARS = 80;

export interface WrittenViewProps {
  readonly t: Words;
  readonly state: Extract<ReviewState, { step: 'written' }>;
  readonly secretFields: readonly string[];
  readonly onClose: () => void;
}

/** It is written; and whether it stays as written. */
export function WrittenView({ t, state, secretFields, onClose }: WrittenViewProps) {
  const { followed } = state;
  const isFine = followed.state === 'following' || followed.state === 'kept' || followed.state === 'unknown';
  return (
    <>
      <p className={classes.result} role="status" data-state={followed.state}>
        {isFine ? <CircleCheck size={18} aria-hidden="true" /> : <TriangleAlert size={18} aria-hidden="true" />}
        <span>
          <strong>{t('after.written')}</strong>{' '}
          {followed.state === 'turned-back' ? t('after.turnedBack') : t(`after.${followed.state}`)}{' '}
          {followed.state === 'following' ? <Loader size="xs" /> : null}
        </span>
      </p>
      {followed.state === 'turned-back' ? (
        <>
          <ul className={classes.taken}>
            {followed.fields.map((field) => (
              <li key={pathText(field.path)}>{lineOf(field, secretFields, t)}</li>
            ))}
          </ul>
          <p className={classes.hint}>{t('after.hint')}</p>
        </>
      ) : null}
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {t('review.close')}
        </Button>
      </Group>
    </>
  );
}

function lineOf({ path, wrote, now, owners }: TurnedBack, secretFields: readonly string[], t: Words): string {
  const isSecret = secretFields.includes(String(path[0]));
  const shown = (value: unknown) => (isSecret ? '••••••••' : short(value));
  const field = safeText(pathText(path));
  const line =
    now === undefined
      ? t('after.lineGone', { field, wrote: shown(wrote) })
      : t('after.line', { field, wrote: shown(wrote), now: shown(now) });
  const managers = managerNames(owners);
  return managers === '' ? line : `${line} (${t('after.by', { managers })})`;
}

function short(value: unknown): string {
  const text = value === undefined ? '–' : JSON.stringify(value);
  return safeText(text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text);
}
