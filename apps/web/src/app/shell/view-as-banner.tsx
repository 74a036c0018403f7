import { Button } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import type { Problem } from '@quarterdeck/shared/problem';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { endViewAs } from '../../api/view-as.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './view-as-banner.module.css';

interface ViewAsBannerProps {
  readonly session: SessionInfo;
  /** the person behind */
  readonly by: string;
}

/** Stands over every page while somebody sees the cluster as another user, and cannot be closed. Loaded lazily, hence the default export. */
export default function ViewAsBanner({ session, by }: ViewAsBannerProps) {
  const t = useWords('view-as');
  const [problem, setProblem] = useState<Problem>();
  const { cluster, user } = session;

  async function stop(): Promise<void> {
    try {
      await endViewAs(cluster);
      window.location.reload();
    } catch (error) {
      setProblem(problemOfError(error));
    }
  }

  return (
    <section className={classes.banner} aria-label={t('banner.label')}>
      <Eye size={18} aria-hidden="true" />
      <p className={classes.words}>
        <strong>{t('banner.as', { user: safeText(user.name) })}</strong>{' '}
        {t('banner.by', { by: safeText(by), groups: safeText(user.groups.join(', ')) || '–' })}
      </p>
      <Button size="compact-sm" variant="white" color="dark" onClick={() => void stop()}>
        {t('banner.stop')}
      </Button>
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
    </section>
  );
}
