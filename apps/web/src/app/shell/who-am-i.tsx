import { Menu, UnstyledButton } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { ChevronDown, LogOut, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { usePlace } from '../place.ts';
import { useSignOut } from '../use-sign-out.ts';
import { Countdown } from './countdown.tsx';
import header from './header.module.css';
import classes from './who-am-i.module.css';

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
        <Facts session={session} />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} aria-hidden="true" />} onClick={() => signOut(cluster)}>
          {t('whoAmI.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Facts({ session }: { readonly session: SessionInfo }) {
  const { t } = useTranslation('app');
  const { user, tokenExpiresAt, sessionExpiresAt } = session;
  return (
    <dl className={classes.facts}>
      <dt>{t('whoAmI.user')}</dt>
      <dd>
        <span className={classes.name}>{safeText(user.name)}</span>
        <CopyButton text={user.name} label={t('whoAmI.copyUser')} />
      </dd>
      <dt>{t('whoAmI.groups')}</dt>
      <dd>
        {user.groups.length === 0 ? (
          t('whoAmI.noGroups')
        ) : (
          <ul className={classes.groups}>
            {user.groups.map((group) => (
              <li key={group}>{safeText(group)}</li>
            ))}
          </ul>
        )}
      </dd>
      <dt>{t('whoAmI.cluster')}</dt>
      <dd>{safeText(session.cluster)}</dd>
      <dt>{t('whoAmI.version')}</dt>
      <dd>{session.serverVersion === null ? t('whoAmI.unknown') : safeText(session.serverVersion)}</dd>
      <dt>{t('whoAmI.token')}</dt>
      <dd>{tokenExpiresAt === null ? t('whoAmI.noExpiry') : <Until at={tokenExpiresAt} />}</dd>
      <dt>{t('whoAmI.session')}</dt>
      <dd>
        <Until at={sessionExpiresAt} />
      </dd>
    </dl>
  );
}

function Until({ at }: { readonly at: number }) {
  const date = new Date(at * 1000);
  return (
    <span className={classes.until} title={absoluteTime(date)}>
      <time dateTime={date.toISOString()}>{absoluteTime(date).slice(0, 16)}</time>
      <Countdown until={at} />
    </span>
  );
}
