import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './pages.module.css';

/** The shape of a page that is on its way. Invisible for the first 150 ms: what is fast shall not flicker. */
export function PageWaiting() {
  const { t } = useTranslation('app');
  return (
    <div className={classes.waiting} role="status" aria-label={t('shell.loading')}>
      <Skeleton height={22} width={240} radius="sm" />
      <Skeleton height={12} width="60%" radius="sm" />
      {Array.from({ length: 8 }, (_, row) => `row-${row}`).map((row) => (
        <Skeleton key={row} height={14} radius="sm" />
      ))}
    </div>
  );
}
