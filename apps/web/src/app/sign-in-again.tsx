import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../api/session-store.ts';
import { useConfig } from '../api/use-config.ts';
import { SignInForm } from '../features/sign-in/sign-in-form.tsx';
import { ProblemView } from '../ui/problem-view.tsx';
import { safeText } from '../ui/safe-text.ts';
import { localKey } from './local-key.ts';
import classes from './sign-in-again.module.css';
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
      // Mantine's own title row is a <header>, a second banner landmark
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      // over whatever was open: menus and popovers are at 300
      zIndex={400}
      size="md"
      padding="lg"
      centered
    >
      <Modal.Title className={classes.title}>{t('again.title', { cluster: safeText(cluster) })}</Modal.Title>
      <ProblemView problem={state.problem} compact />
      <SignInForm
        cluster={info ?? { name: cluster, demo: false, readyLogins: [], localUser: null }}
        localKey={localKey()}
        onSignedIn={stay}
      />
      <Button variant="subtle" color="gray" fullWidth mt="sm" onClick={() => signOut(cluster)}>
        {t('again.leave')}
      </Button>
    </Modal>
  );
}

/** The session store closes the dialog, and what is on the page is read anew. */
function stay(): void {}
