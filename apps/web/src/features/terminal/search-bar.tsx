import { ActionIcon, TextInput } from '@mantine/core';
import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './terminal.module.css';
import type { Search } from './xterm-screen.ts';

/** Looks for text in what a terminal has printed. */
export default function SearchBar({
  found,
  onFind,
  onClose,
}: {
  readonly found: { readonly index: number; readonly count: number };
  readonly onFind: (search: Search, back: boolean) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('terminal');
  const [search, setSearch] = useState<Search>({ text: '', regex: false, caseSensitive: false });
  const change = (part: Partial<Search>) => {
    const next = { ...search, ...part };
    setSearch(next);
    onFind(next, true);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else onFind(search, !event.shiftKey);
  };
  const toggle = (key: 'regex' | 'caseSensitive', icon: typeof Regex) => {
    const Icon = icon;
    return (
      <ActionIcon
        size="sm"
        variant={search[key] ? 'light' : 'subtle'}
        {...(search[key] ? {} : { color: 'gray' })}
        aria-pressed={search[key]}
        aria-label={t(`search.${key}`)}
        title={t(`search.${key}`)}
        onClick={() => change({ [key]: !search[key] })}
      >
        <Icon size={14} aria-hidden="true" />
      </ActionIcon>
    );
  };
  return (
    <search className={classes.search}>
      <TextInput
        size="xs"
        autoFocus
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        value={search.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={press}
      />
      {toggle('caseSensitive', CaseSensitive)}
      {toggle('regex', Regex)}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('search.before')}
        title={t('search.before')}
        onClick={() => onFind(search, true)}
      >
        <ChevronUp size={14} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('search.next')}
        title={t('search.next')}
        onClick={() => onFind(search, false)}
      >
        <ChevronDown size={14} aria-hidden="true" />
      </ActionIcon>
      <span className={classes.found} role="status">
        {search.text === ''
          ? ''
          : found.count === 0
            ? t('search.none')
            : found.index < 0
              ? t('search.many', { count: found.count })
              : t('search.which', { index: found.index + 1, count: found.count })}
      </span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('search.close')}
        title={t('search.close')}
        onClick={onClose}
      >
        <X size={14} aria-hidden="true" />
      </ActionIcon>
    </search>
  );
}
