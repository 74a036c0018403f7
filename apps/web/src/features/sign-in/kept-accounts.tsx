import { Button } from '@mantine/core';
import type { AccountInfo, SessionInfo } from '@quarterdeck/shared/bff-api';
import type { Problem } from '@quarterdeck/shared/problem';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAccounts, switchAccount } from '../../api/accounts.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sign-in.module.css';

/** The accounts of a cluster that are still signed in in this browser: one click goes on as one of them. */
export function KeptAccounts({
  cluster,
  onSignedIn,
}: {
  readonly cluster: string;
  readonly onSignedIn: (session: SessionInfo) => void;
}) {
  const { t } = useTranslation('sign-in');
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const { data, refetch } = useQuery({
    // not the account menu's: what that asked before a sign-out would be taken for the answer after it
    queryKey: ['accounts', 'kept'],
    queryFn: ({ signal }) => readAccounts(signal),
    staleTime: 0,
    gcTime: 0,
  });
  const accounts = (data ?? []).filter((account) => account.cluster === cluster);
  if (accounts.length === 0) return null;

  async function goOn(account: AccountInfo): Promise<void> {
    setBusy(account.account);
    setProblem(undefined);
    try {
      onSignedIn(await switchAccount(account));
    } catch (error) {
      setProblem(problemOfError(error));
      void refetch();
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <section aria-label={t('kept.title')} className={classes.ready}>
      <h2 className={classes.heading}>{t('kept.title')}</h2>
      {problem ? <ProblemView problem={problem} compact /> : null}
      {accounts.map((account) => (
        <Button
          key={account.account}
          variant="default"
          justify="flex-start"
          loading={busy === account.account}
          onClick={() => void goOn(account)}
        >
          <span className={classes.kept}>{t('kept.goOn', { user: safeText(account.user) })}</span>
        </Button>
      ))}
    </section>
  );
}
