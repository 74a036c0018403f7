import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import classes from './overview.module.css';

/** A titled part of the overview with its own waiting, empty and failed states. */
export function Panel<T>({
  title,
  calm,
  query,
  children,
}: {
  readonly title: string;
  /** what is said when there is nothing to show, which is good news here */
  readonly calm: string;
  readonly query: UseQueryResult<readonly T[]>;
  readonly children: (items: readonly T[]) => ReactNode;
}) {
  const id = useId();
  const { data, error, refetch } = query;
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {title}
      </h2>
      {data === undefined && error !== null ? (
        <ProblemView problem={problemOfError(error)} onRetry={() => void refetch()} compact />
      ) : null}
      {data === undefined && error === null ? (
        <div className={classes.waiting}>
          <Skeleton height={14} radius="sm" />
          <Skeleton height={14} radius="sm" width="80%" />
        </div>
      ) : null}
      {data?.length === 0 ? <p className={classes.calm}>{calm}</p> : null}
      {data !== undefined && data.length > 0 ? children(data) : null}
    </section>
  );
}
