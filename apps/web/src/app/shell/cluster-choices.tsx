import { Menu } from '@mantine/core';
import type { ClusterInfo } from '@quarterdeck/shared/bff-api';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { readAccounts } from '../../api/accounts.ts';
import { safeText } from '../../ui/safe-text.ts';
import classes from './session-facts.module.css';

/** The clusters, and as whom one is signed in to each: another one has its own session, or the sign-in page waits there. */
export function ClusterChoices({
  clusters,
  chosen,
}: {
  readonly clusters: readonly ClusterInfo[];
  readonly chosen: string;
}) {
  const { t } = useTranslation('sign-in');
  const { t: app } = useTranslation('app');
  const router = useRouter();
  const { data } = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => readAccounts(signal), staleTime: 0 });
  return clusters.map(({ name }) => {
    const user = data?.find(({ cluster, present }) => cluster === name && present)?.user;
    return (
      <Menu.Item
        key={name}
        rightSection={name === chosen ? <Check size={14} aria-label={app('shell.current')} /> : null}
        onClick={() => router.history.push(`/clusters/${encodeURIComponent(name)}`)}
      >
        <span className={classes.account}>{safeText(name)}</span>
        {data === undefined ? null : (
          <span className={classes.as}>
            {user === undefined ? t('accounts.signedOut') : t('accounts.as', { user: safeText(user) })}
          </span>
        )}
      </Menu.Item>
    );
  });
}
