import { Button, TextInput } from '@mantine/core';
import { parseLabelSelector } from '@quarterdeck/shared/label-selector';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.tsx';
import classes from './logs.module.css';
import { SelectorLog } from './selector-log.tsx';

export interface LogsPageProps {
  readonly cluster: string;
  /** null: every namespace, of which logs are not read at once */
  readonly namespaces: readonly string[] | null;
  /** as the address has it; undefined: not chosen yet */
  readonly labelSelector: string | undefined;
  readonly onSelector: (labelSelector: string) => void;
}

/** The logs of all pods that a selector of a person's own picks; loaded lazily, hence the default export. */
export default function LogsPage({ cluster, namespaces, labelSelector, onSelector }: LogsPageProps) {
  const { t } = useTranslation('logs');
  const [typed, setTyped] = useState(labelSelector ?? '');
  const [shown, setShown] = useState(labelSelector);
  // Back and Forward bring another selector, and the field keeps the focus
  if (shown !== labelSelector) {
    setShown(labelSelector);
    setTyped(labelSelector ?? '');
  }
  const selector = typed.trim();
  const fault = selector !== '' && parseLabelSelector(selector).fault !== undefined;
  return (
    <article className={classes.page}>
      <h1 className={classes.title}>{t('page.title')}</h1>
      <form
        className={classes.selector}
        onSubmit={(event) => {
          event.preventDefault();
          if (!fault) onSelector(selector);
        }}
      >
        <TextInput
          size="xs"
          className={classes.selectorText ?? ''}
          aria-label={t('page.selector')}
          placeholder="app=web,tier in (front,back)"
          description={t('page.about')}
          spellCheck={false}
          autoComplete="off"
          error={fault ? t('page.fault') : undefined}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={fault || namespaces === null}>
          {t('page.show')}
        </Button>
      </form>
      {namespaces === null ? (
        <EmptyState title={t('page.chooseNamespace')} />
      ) : labelSelector === undefined ? null : (
        <SelectorLog
          key={`${namespaces.join(',')}/${labelSelector}`}
          cluster={cluster}
          namespaces={namespaces}
          labelSelector={labelSelector}
          label={t('label', { container: labelSelector === '' ? namespaces.join(', ') : labelSelector })}
          fileName={namespaces.join('_')}
        />
      )}
    </article>
  );
}
