import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../api/session-store.ts';
import { useConfig } from '../api/use-config.ts';
import { SignInForm } from '../features/sign-in/sign-in-form.tsx';
import { ProblemView } from '../ui/problem-view.tsx';
import { localKey } from './local-key.ts';
import { useSignOut } from './use-sign-out.ts';

/** Signing in again in place: over the page, which keeps its scroll and whatever was typed. */
export default function SignInAgain({
  cluster,
  state,
}: {
  readonly cluster: string;
  readonly state: Extract<SessionState, { status: 'expired' }>;
}) {
  const { t } = useTranslation('sign-in');
  const signOut = useSignOut();
  const info = useConfig().data?.clusters.find(({ name }) => name === cluster);
  return (
    <Modal
      opened
      onClose={() => signOut(cluster)}
      title={t('again.title', { cluster })}
      closeButtonProps={{ 'aria-label': t('again.leave') }}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size="md"
      centered
    >
      <ProblemView problem={state.problem} compact />
      <SignInForm
        cluster={info ?? { name: cluster, demo: false, readyLogins: [], localUser: null }}
        localKey={localKey()}
        onSignedIn={stay}
      />
    </Modal>
  );
}

/** The session store closes the dialog, and what is on the page is read anew. */
function stay(): void {}
