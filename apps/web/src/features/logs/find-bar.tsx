import { ActionIcon, TextInput } from '@mantine/core';
import { CaseSensitive, ChevronDown, ChevronUp } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindQuery } from './log-find.ts';
import classes from './logs.module.css';

export interface FindBarProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly query: FindQuery;
  readonly onQueryChange: (query: FindQuery) => void;
  readonly hits: number;
  /** from 1; 0: none is current */
  readonly position: number;
  readonly searched: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onLeave: () => void;
}

/** Finds text in the lines that are there: Enter and Shift-Enter go through the hits, Esc leaves. */
export function FindBar({ inputRef, query, onQueryChange, hits, position, searched, onStep, onLeave }: FindBarProps) {
  const { t } = useTranslation('logs');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      event.stopPropagation();
      onQueryChange({ ...query, text: '' });
      onLeave();
    } else return;
    event.preventDefault();
  };
  const count = position > 0 ? t('find.position', { position, count: hits }) : t('find.count', { count: hits });
  return (
    <search className={classes.find}>
      <TextInput
        ref={inputRef}
        size="xs"
        w={200}
        rightSectionWidth={90}
        rightSectionPointerEvents="none"
        rightSection={
          <span className={classes.count} role="status">
            {query.text === '' ? '' : `${count}${searched ? '' : '…'}`}
          </span>
        }
        aria-label={t('find.label')}
        placeholder={t('find.placeholder')}
        value={query.text}
        onChange={(event) => onQueryChange({ ...query, text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <ActionIcon
        variant={query.caseSensitive ? 'light' : 'subtle'}
        {...(query.caseSensitive ? {} : { color: 'gray' })}
        aria-label={t('find.caseSensitive')}
        title={t('find.caseSensitive')}
        aria-pressed={query.caseSensitive}
        onClick={() => onQueryChange({ ...query, caseSensitive: !query.caseSensitive })}
      >
        <CaseSensitive size={16} aria-hidden="true" />
      </ActionIcon>
      {([-1, 1] as const).map((by) => (
        <ActionIcon
          key={by}
          title={t(by < 0 ? 'find.previous' : 'find.next')}
          variant="subtle"
          color="gray"
          disabled={hits === 0}
          aria-label={t(by < 0 ? 'find.previous' : 'find.next')}
          onClick={() => onStep(by)}
        >
          {by < 0 ? <ChevronUp size={16} aria-hidden="true" /> : <ChevronDown size={16} aria-hidden="true" />}
        </ActionIcon>
      ))}
    </search>
  );
}
