import { Menu } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Eye, LogOut, RotateCw, UserRound, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { readAccounts, switchAccount } from '../../api/accounts.ts';
import { wizardPath } from '../../api/addresses.ts';
import { sessionStore } from '../../api/session-store.ts';
import { safeText } from '../../ui/safe-text.ts';
import { askRenewal } from '../renewal-request.ts';
import { leaveFor } from '../use-sign-out.ts';
import classes from './session-facts.module.css';

/** The accounts that this browser keeps of a cluster, and the ways to another, to a new token, and out. */
export function AccountActions({
  session,
  onSignOut,
}: {
  readonly session: SessionInfo;
  readonly onSignOut: () => void;
}) {
  const { t } = useTranslation('sign-in');
  const { t: app } = useTranslation('app');
  const router = useRouter();
  const { cluster } = session;
  const { data } = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => readAccounts(signal), staleTime: 0 });
  const others = (data ?? []).filter((account) => account.cluster === cluster && !account.present);

  async function signOutEverywhere(): Promise<void> {
    const told = sessionStore.signOutEverywhere();
    router.history.push(`/sign-in?cluster=${encodeURIComponent(cluster)}`);
    // a BFF that is down ends the sessions by their idle time
    await told.then(leaveFor, () => undefined);
  }

  return (
    <>
      {others.length === 0 ? null : (
        <>
          <Menu.Label>{t('accounts.switch')}</Menu.Label>
          {others.map((account) => (
            <Menu.Item
              key={account.account}
              className={classes.account}
              leftSection={<UserRound size={14} aria-hidden="true" />}
              onClick={() => void switchAccount(account).catch(() => sessionStore.load(cluster))}
            >
              {t('accounts.switchTo', { user: safeText(account.user) })}
            </Menu.Item>
          ))}
        </>
      )}
      <Menu.Item
        leftSection={<UserRoundPlus size={14} aria-hidden="true" />}
        onClick={() => {
          const { pathname, searchStr } = router.state.location;
          const search = new URLSearchParams({ cluster, mode: 'add', next: pathname + searchStr });
          router.history.push(`/sign-in?${search}`);
        }}
      >
        {t('accounts.add')}
      </Menu.Item>
      {session.renewsItself ? null : (
        <Menu.Item leftSection={<RotateCw size={14} aria-hidden="true" />} onClick={() => askRenewal(cluster)}>
          {t('accounts.renew')}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Eye size={14} aria-hidden="true" />}
        onClick={() => router.history.push(wizardPath(cluster, 'view-as'))}
      >
        {t('accounts.viewAs')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<LogOut size={14} aria-hidden="true" />} onClick={onSignOut}>
        {app('whoAmI.signOut')}
      </Menu.Item>
      <Menu.Item leftSection={<LogOut size={14} aria-hidden="true" />} onClick={() => void signOutEverywhere()}>
        {t('accounts.everywhere')}
      </Menu.Item>
    </>
  );
}
