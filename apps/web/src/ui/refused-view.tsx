import type { Problem } from '@quarterdeck/shared/problem';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/use-session.ts';
import { AppLink } from './app-link.tsx';
import { ProblemView } from './problem-view.tsx';
import classes from './refused-view.module.css';
import { safeText } from './safe-text.ts';

export interface RefusedViewProps {
  readonly cluster: string;
  readonly problem: Problem;
  readonly namespaces: readonly string[] | null;
  /** the address of the same page in the person's own namespace */
  readonly homePath: (home: string) => string;
}

/** What may not be seen here, why, and the same page where the person's rights may reach. */
export function RefusedView({ cluster, problem, namespaces, homePath }: RefusedViewProps) {
  const { t } = useTranslation('pages');
  const home = useSession(cluster)?.homeNamespace ?? undefined;
  return (
    <>
      <ProblemView problem={problem} />
      {home === undefined || namespaces?.includes(home) ? null : (
        <p className={classes.elsewhere}>
          <AppLink to={homePath(home)}>{t('workloads.elsewhere', { namespace: safeText(home) })}</AppLink>
        </p>
      )}
    </>
  );
}
