import { UnstyledButton } from '@mantine/core';
import {
  ChevronDown,
  ChevronRight,
  FileStack,
  KeyRound,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  ScrollText,
  SquareStack,
  Star,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import {
  accessPath,
  favouritesPath,
  logsPath,
  namespacePath,
  overviewPath,
  workloadsPath,
} from '../../api/addresses.ts';
import { useVisited } from '../../api/use-visited.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { usePlace } from '../place.ts';
import { useKeptSelector } from '../use-kept-selector.ts';
import classes from './sidebar.module.css';
import { useFolds } from './use-folds.ts';

/** More stand on the page of favourites. */
const MAX_SHOWN = 10;

export interface SidebarPagesProps {
  /** of the page, or to go to next */
  readonly namespaces: readonly string[] | null;
  readonly narrow: boolean;
}

/** The pages that are of no kind, and the favourites. */
export function SidebarPages({ namespaces, narrow }: SidebarPagesProps) {
  const { t } = useTranslation('app');
  const { cluster, page, namespaces: here } = usePlace();
  const { favourites } = useVisited(cluster);
  const kept = useKeptSelector();
  const [folded, toggle] = useFolds('favourites');
  const [only, second] = namespaces ?? [];
  const Fold = folded ? ChevronRight : ChevronDown;
  return (
    <>
      <PageLink
        to={overviewPath(cluster)}
        icon={LayoutDashboard}
        title={t('shell.overview')}
        current={page === 'overview' && here === undefined}
        narrow={narrow}
      />
      {only === undefined || second !== undefined ? null : (
        <PageLink
          to={namespacePath(cluster, only)}
          icon={SquareStack}
          title={t('shell.namespaceOverview', { namespace: safeText(only) })}
          current={page === 'overview' && here !== undefined}
          narrow={narrow}
        />
      )}
      <PageLink
        to={workloadsPath(cluster, namespaces) + (page === 'workloads' ? '' : kept)}
        icon={Layers}
        title={t('shell.workloads')}
        current={page === 'workloads'}
        narrow={narrow}
      />
      <PageLink
        to={logsPath(cluster, namespaces) + (page === 'logs' ? '' : kept)}
        icon={ScrollText}
        title={t('shell.logs')}
        current={page === 'logs'}
        narrow={narrow}
      />
      <PageLink
        to={favouritesPath(cluster)}
        icon={Star}
        title={t('shell.allFavourites')}
        current={page === 'favourites'}
        narrow={narrow}
      />
      <PageLink
        to={accessPath(cluster)}
        icon={KeyRound}
        title={t('shell.permissions')}
        current={page === 'access'}
        narrow={narrow}
      />
      {favourites.length === 0 || narrow ? null : (
        <div className={classes.section}>
          <UnstyledButton className={classes.heading} onClick={toggle} aria-expanded={!folded}>
            <Fold size={12} aria-hidden="true" className={classes.icon} />
            <span className={classes.headingText}>{t('shell.favourites')}</span>
          </UnstyledButton>
          {folded ? null : (
            <ul className={classes.list} aria-label={t('shell.favourites')}>
              {favourites.slice(-MAX_SHOWN).map(({ path, name, kind, where }) => (
                <li key={path}>
                  <AppLink
                    to={path}
                    className={classes.item}
                    title={safeText([kind, name, where].filter(Boolean).join(' · '))}
                  >
                    <FileStack size={16} aria-hidden="true" className={classes.icon} />
                    <span className={classes.title}>{safeText(name)}</span>
                    {kind === '' && where !== '' && where !== '_all' ? (
                      <span className={classes.place}>{safeText(where)}</span>
                    ) : null}
                  </AppLink>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </>
  );
}

function PageLink({
  to,
  icon: Icon,
  title,
  current,
  narrow,
}: {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly current: boolean;
  readonly narrow: boolean;
}) {
  return (
    <AppLink
      to={to}
      className={classes.item}
      aria-current={current ? 'page' : undefined}
      title={narrow ? title : undefined}
    >
      <Icon size={16} aria-hidden="true" className={classes.icon} />
      <span className={classes.title}>{title}</span>
    </AppLink>
  );
}
