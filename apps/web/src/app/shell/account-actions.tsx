import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Eye, LogOut, RotateCw, UserRound, UserRoundPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readAccounts, switchAccount } from '../../api/accounts.ts';
import { wizardPath } from '../../api/addresses.ts';
import { sessionStore } from '../../api/session-store.ts';
import { PanelMenu, PanelMenuItem } from '../../ui/panel-menu.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { askRenewal } from '../renewal-request.ts';
import { leaveFor } from '../use-sign-out.ts';

/** The accounts that this browser keeps of a cluster, and the ways to another, to a new token, and out. */
export function AccountActions({
  session,
  onSignOut,
  onClose,
}: {
  readonly session: SessionInfo;
  readonly onSignOut: () => void;
  /** the panel that the menu is a part of */
  readonly onClose: () => void;
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

  const item = (icon: ReactNode, words: string, run: () => void, key?: string) => (
    <PanelMenuItem
      key={key}
      icon={icon}
      onClick={() => {
        onClose();
        run();
      }}
    >
      {words}
    </PanelMenuItem>
  );

  return (
    <PanelMenu label={t('accounts.menu')}>
      {others.map((account) =>
        item(
          <UserRound size={14} aria-hidden="true" />,
          t('accounts.switchTo', { user: safeText(account.user) }),
          () => void switchAccount(account).catch(() => sessionStore.load(cluster)),
          account.account,
        ),
      )}
      {item(<UserRoundPlus size={14} aria-hidden="true" />, t('accounts.add'), () => {
        const { pathname, searchStr } = router.state.location;
        const search = new URLSearchParams({ cluster, mode: 'add', next: pathname + searchStr });
        router.history.push(`/sign-in?${search}`);
      })}
      {session.renewsItself
        ? null
        : item(<RotateCw size={14} aria-hidden="true" />, t('accounts.renew'), () => askRenewal(cluster))}
      {item(<Eye size={14} aria-hidden="true" />, t('accounts.viewAs'), () =>
        router.history.push(wizardPath(cluster, 'view-as')),
      )}
      {item(<LogOut size={14} aria-hidden="true" />, app('whoAmI.signOut'), onSignOut)}
      {item(<LogOut size={14} aria-hidden="true" />, t('accounts.everywhere'), () => void signOutEverywhere())}
    </PanelMenu>
  );
}
