import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-page.module.css';

/** What is faster than this shows no sign of waiting. */
const PATIENCE_MS = 150;

/** The shape of an overview while it is on its way; keeps the room from the start. */
export function DetailSkeleton() {
  const t = useWords('detail');
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.skeleton} role="status" aria-label={t('loading')}>
      {shown
        ? ['60%', '45%', '70%', '50%', '65%', '40%'].map((width) => (
            <Skeleton key={width} height={14} width={width} radius="sm" />
          ))
        : null}
    </div>
  );
}
