import { NativeSelect } from '@mantine/core';
import type { ClusterInfo, SessionInfo, SignInMode } from '@quarterdeck/shared/bff-api';
import { isProblem, type Problem } from '@quarterdeck/shared/problem';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../../api/api-fetch.ts';
import { useConfig } from '../../api/use-config.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { Elsewhere } from './elsewhere.tsx';
import { KeptAccounts } from './kept-accounts.tsx';
import classes from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';

/** The sign-in page: which cluster, and the ways into it. `tools` are the language and theme switches. */
export default function SignInPage({
  wanted,
  localKey,
  onSignedIn,
  tools,
  mark,
  next,
  mode,
  fault,
}: {
  /** the cluster that the address names */
  readonly wanted: string | undefined;
  readonly localKey: string | undefined;
  readonly onSignedIn: (session: SessionInfo) => void;
  readonly tools?: ReactNode;
  readonly mark?: ReactNode;
  /** where to go on after signing in */
  readonly next?: string | undefined;
  readonly mode?: SignInMode | undefined;
  /** why a sign-in at a provider came back without one */
  readonly fault?: unknown;
}) {
  const { t } = useTranslation('sign-in');
  const config = useConfig();
  const clusters = config.data?.clusters ?? [];
  const [chosen, setChosen] = useState<string>();
  const cluster = clusters.find(({ name }) => name === (chosen ?? wanted)) ?? clusters[0];

  const faulty = cluster === undefined ? undefined : faultOf(fault, cluster);

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
        <Elsewhere addresses={config.data?.addresses ?? []} />
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
            {faulty ? <ProblemView problem={faulty} compact /> : null}
            {mode === 'add' ? null : <KeptAccounts cluster={cluster.name} onSignedIn={onSignedIn} />}
            <SignInForm
              key={cluster.name}
              cluster={cluster}
              localKey={localKey}
              onSignedIn={onSignedIn}
              next={next}
              mode={mode}
            />
          </>
        )}
      </main>
    </div>
  );
}

/** The problem of a code in the address, which anybody may have written: only our own words for it are shown. */
function faultOf(code: unknown, { name, oidc = [] }: ClusterInfo): Problem | undefined {
  const params = { cluster: name, provider: oidc.map(({ title }) => title).join(' / ') || 'OpenID' };
  const found = { code, status: 401, title: String(code), params };
  return isProblem(found) && /^qd\.(?:session|cluster)\./.test(found.code) ? found : undefined;
}
