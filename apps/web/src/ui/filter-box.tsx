import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { ListFilter } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './filter-box.module.css';
import { isTyping } from './is-typing.ts';

export interface FilterBoxProps {
  /** what is filtered: "Pods" */
  readonly title: string;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
}

/** The text filter of a list; "/" leads to it, Esc empties and then leaves it. */
export function FilterBox({ title, filter, onFilter }: FilterBoxProps) {
  const { t } = useTranslation('list');
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    function focusOnSlash(event: globalThis.KeyboardEvent): void {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, []);

  // Esc goes up one level: first the text goes, then the focus
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (filter === '') input.current?.blur();
    else onFilter('');
  }

  return (
    <TextInput
      ref={input}
      size="xs"
      className={classes.filter}
      type="text"
      spellCheck={false}
      autoComplete="off"
      aria-label={t('filter', { kind: title })}
      aria-keyshortcuts="/"
      placeholder={t('filter', { kind: title })}
      value={filter}
      onChange={(event) => onFilter(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      leftSection={<ListFilter size={14} aria-hidden="true" />}
      rightSection={
        filter === '' ? (
          <Kbd size="xs" aria-hidden="true">
            /
          </Kbd>
        ) : (
          <CloseButton size="xs" aria-label={t('clearFilter')} onClick={() => onFilter('')} />
        )
      }
    />
  );
}
