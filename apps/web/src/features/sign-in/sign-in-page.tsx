import { NativeSelect } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../../api/api-fetch.ts';
import { useConfig } from '../../api/use-config.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';

/** The sign-in page: which cluster, and the ways into it. `tools` are the language and theme switches. */
export default function SignInPage({
  wanted,
  localKey,
  onSignedIn,
  tools,
  mark,
}: {
  /** the cluster that the address names */
  readonly wanted: string | undefined;
  readonly localKey: string | undefined;
  readonly onSignedIn: (session: SessionInfo) => void;
  readonly tools?: ReactNode;
  readonly mark?: ReactNode;
}) {
  const { t } = useTranslation('sign-in');
  const config = useConfig();
  const clusters = config.data?.clusters ?? [];
  const [chosen, setChosen] = useState<string>();
  const cluster = clusters.find(({ name }) => name === (chosen ?? wanted)) ?? clusters[0];

  useEffect(() => {
    document.title = `${t('signIn')} – Quarterdeck`;
  }, [t]);

  return (
    <div className={classes.page}>
      <div className={classes.tools}>{tools}</div>
      <main className={classes.card}>
        <div className={classes.brand}>
          {mark}
          <h1 className={classes.title}>Quarterdeck</h1>
        </div>
        {config.error && !config.data ? (
          <ProblemView problem={problemOfError(config.error)} onRetry={() => void config.refetch()} compact />
        ) : null}
        {config.data && cluster === undefined ? (
          <EmptyState title={t('noClusters.title')} hint={t('noClusters.hint')} />
        ) : null}
        {cluster === undefined ? null : (
          <>
            {clusters.length > 1 ? (
              <NativeSelect
                label={t('cluster')}
                value={cluster.name}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={clusters.map(({ name }) => ({ value: name, label: safeText(name) }))}
              />
            ) : (
              <p className={classes.lead}>
                {cluster.demo ? t('lead.demo') : t('lead.cluster', { cluster: safeText(cluster.name) })}
              </p>
            )}
            <SignInForm key={cluster.name} cluster={cluster} localKey={localKey} onSignedIn={onSignedIn} />
          </>
        )}
      </main>
    </div>
  );
}
