import { UnstyledButton } from '@mantine/core';
import { ChevronDown, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/use-session.ts';
import { readWithWords } from '../../i18n/lazy-with-words.ts';
import { Drop } from '../../ui/drop.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { usePlace } from '../place.ts';
import { useSignOut } from '../use-sign-out.ts';
import header from './header.module.css';

const readFacts = readWithWords(['sign-in'], () => import('./session-facts.tsx'));

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
  const [opened, setOpened] = useState(false);
  if (session === undefined) return null;
  return (
    <Drop
      as="panel"
      position="bottom-end"
      width={360}
      padding={0}
      label={t('whoAmI.label', { user: session.user.name })}
      opened={opened}
      onChange={setOpened}
      read={readFacts}
      button={
        <UnstyledButton className={header.picker} aria-label={t('whoAmI.label', { user: session.user.name })}>
          <UserRound size={16} aria-hidden="true" />
          <span className={header.pickerValue}>{safeText(shortName(session.user.name))}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      }
    >
      {({ SessionFacts }) => (
        <SessionFacts session={session} onSignOut={() => signOut(cluster)} onClose={() => setOpened(false)} />
      )}
    </Drop>
  );
}
