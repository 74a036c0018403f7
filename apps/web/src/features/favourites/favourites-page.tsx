import { ActionIcon, Button } from '@mantine/core';
import { Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useVisited } from '../../api/use-visited.ts';
import { type Visited, visited } from '../../api/visited.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './favourites-page.module.css';

/** The lists and objects that the person keeps at hand, and those that were opened last. What is gone says so when it is opened. */
export default function FavouritesPage({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation('pages');
  const { favourites, recent } = useVisited(cluster);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t('favourites.title')}</h1>
      <p className={classes.dim}>{t('favourites.note')}</p>
      <h2 id="favourites-starred" className={classes.heading}>
        {t('favourites.starred')}
      </h2>
      {favourites.length === 0 ? <p className={classes.dim}>{t('favourites.none')}</p> : null}
      <ul className={classes.rows} aria-labelledby="favourites-starred">
        {favourites.map((entry) => (
          <Entry key={entry.path} entry={entry}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('favourites.remove', { name: safeText(entry.name) })}
              onClick={() => visited.star(cluster, entry, false)}
            >
              <Star size={14} fill="currentColor" aria-hidden="true" />
            </ActionIcon>
          </Entry>
        ))}
      </ul>
      <h2 id="favourites-recent" className={classes.heading}>
        {t('favourites.recent')}
        {recent.length === 0 ? null : (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => visited.forgetRecent(cluster)}>
            {t('favourites.forget')}
          </Button>
        )}
      </h2>
      {recent.length === 0 ? <p className={classes.dim}>{t('favourites.noRecent')}</p> : null}
      <ul className={classes.rows} aria-labelledby="favourites-recent">
        {recent.map((entry) => (
          <Entry key={entry.path} entry={entry} />
        ))}
      </ul>
    </div>
  );
}

function Entry({ entry, children }: { readonly entry: Visited; readonly children?: ReactNode }) {
  const { t } = useTranslation('pages');
  const { path, name, kind, where } = entry;
  return (
    <li className={classes.row}>
      <span className={classes.name}>
        <AppLink to={path} aria-label={safeText(name)}>
          <MiddleEllipsis text={name} tail={6} />
        </AppLink>
      </span>
      <span className={classes.kind}>{safeText(kind)}</span>
      <span className={classes.where}>
        {where === '_all'
          ? t('favourites.all')
          : where === ''
            ? ''
            : t('favourites.in', { namespaces: safeText(where) })}
      </span>
      {children}
    </li>
  );
}
