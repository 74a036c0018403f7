import { UnstyledButton } from '@mantine/core';
import { FileUp, Search } from 'lucide-react';
import { Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { applyPath, overviewPath } from '../../api/addresses.ts';
import { tellWhen } from '../../api/tell-when.ts';
import { useHasWrites } from '../../api/writes/use-has-writes.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { paletteState } from '../palette/palette-state.ts';
import { usePlace } from '../place.ts';
import { ClusterSwitcher } from './cluster-switcher.tsx';
import classes from './header.module.css';
import { LanguageSwitch } from './language-switch.tsx';
import { Mark } from './mark.tsx';
import { NamespacePicker } from './namespace-picker.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { WhoAmI } from './who-am-i.tsx';

const SessionWrites = lazyWithWords(['writes'], () => import('../../ui/write-review/session-writes.tsx'));
const TellWhenHost = lazyWithWords(['tell-when'], () => import('../tell-when/tell-when-host.tsx'));

/** Where one is (cluster, namespace) at the left; language, theme and who one is at the right. */
export function Header() {
  const { t } = useTranslation('app');
  const { cluster } = usePlace();
  const hasWrites = useHasWrites();
  const waits = useSyncExternalStore(tellWhen.subscribe, tellWhen.isWanted);
  return (
    <header className={classes.header}>
      <AppLink to={overviewPath(cluster)} className={classes.brand} aria-label={t('shell.home')}>
        <Mark size={22} />
        <span className={classes.word}>Quarterdeck</span>
      </AppLink>
      <ClusterSwitcher />
      <NamespacePicker key={cluster} />
      <span className={classes.space} />
      <UnstyledButton
        className={classes.search}
        onClick={() => paletteState.set(true)}
        title={t('shell.searchHint')}
        aria-keyshortcuts="Control+K"
      >
        <Search size={14} aria-hidden="true" />
        <span className={classes.searchWord}>{t('shell.search')}</span>
        <kbd>Ctrl K</kbd>
      </UnstyledButton>
      {waits ? (
        <Suspense>
          <TellWhenHost />
        </Suspense>
      ) : null}
      {hasWrites ? (
        <Suspense>
          <SessionWrites />
        </Suspense>
      ) : null}
      <AppLink to={applyPath(cluster)} className={classes.picker} title={t('shell.applyHint')} aria-keyshortcuts="a">
        <FileUp size={16} aria-hidden="true" />
        <span>{t('shell.apply')}</span>
      </AppLink>
      <LanguageSwitch />
      <ThemeSwitch />
      <WhoAmI />
    </header>
  );
}
