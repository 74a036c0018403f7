import { Menu, UnstyledButton } from '@mantine/core';
import { ChevronDown, LogOut, UserRound } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/use-session.ts';
import { safeText } from '../../ui/safe-text.ts';
import { usePlace } from '../place.ts';
import { useSignOut } from '../use-sign-out.ts';
import header from './header.module.css';

const SessionFacts = lazy(() => import('./session-facts.tsx'));

/** "system:serviceaccount:team-a:ci" → "ci"; other names as they are. */
function shortName(name: string): string {
  return /^system:serviceaccount:[^:]+:([^:]+)$/.exec(name)?.[1] ?? name;
}

/** Who one is on this cluster, until when, and the way out. */
export function WhoAmI() {
  const { t } = useTranslation('app');
  const { cluster } = usePlace();
  const session = useSession(cluster);
  const signOut = useSignOut();
  if (session === undefined) return null;
  return (
    <Menu position="bottom-end" width={360}>
      <Menu.Target>
        <UnstyledButton className={header.picker} aria-label={t('whoAmI.label', { user: session.user.name })}>
          <UserRound size={16} aria-hidden="true" />
          <span className={header.pickerValue}>{safeText(shortName(session.user.name))}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Suspense>
          <SessionFacts session={session} />
        </Suspense>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} aria-hidden="true" />} onClick={() => signOut(cluster)}>
          {t('whoAmI.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
