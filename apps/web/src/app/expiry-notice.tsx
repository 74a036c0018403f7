import { Button, Modal } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ownPath } from '../api/base-path.ts';
import { useConfig } from '../api/use-config.ts';
import { SignInForm } from '../features/sign-in/sign-in-form.tsx';
import { safeText } from '../ui/safe-text.ts';
import classes from './expiry-notice.module.css';
import { localKey } from './local-key.ts';
import { Countdown } from './shell/countdown.tsx';

/** Counts down what is about to end, and renews it over the page: the session stays, so do drafts and terminals. */
export default function ExpiryNotice({
  session,
  ends,
  opened,
  onOpen,
  onClose,
}: {
  readonly session: SessionInfo;
  /** undefined: nothing yet; the person asked for the dialog */
  readonly ends: 'token' | 'session' | undefined;
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('sign-in');
  const { cluster, tokenExpiresAt, sessionExpiresAt } = session;
  const info = useConfig().data?.clusters.find(({ name }) => name === cluster);
  const until = ends === 'token' && tokenExpiresAt !== null ? tokenExpiresAt : sessionExpiresAt;
  return (
    <>
      {ends === undefined || opened ? null : (
        <div className={classes.notice} role="status">
          <Hourglass size={16} aria-hidden="true" className={classes.icon} />
          {/* read out once, not every second */}
          <span>{t(`ends.${ends}`)}</span>
          <span aria-live="off" className={classes.time}>
            <Countdown until={until} />
          </span>
          <Button size="compact-sm" onClick={onOpen}>
            {t('ends.renew')}
          </Button>
        </div>
      )}
      <Modal opened={opened} onClose={onClose} withCloseButton={false} zIndex={400} size="md" padding="lg" centered>
        <Modal.Title className={classes.title}>{t('ends.title', { cluster: safeText(cluster) })}</Modal.Title>
        <p className={classes.hint}>{t('ends.hint')}</p>
        <SignInForm
          cluster={info ?? { name: cluster, demo: false, readyLogins: [], localUser: null }}
          localKey={localKey()}
          mode="renew"
          next={ownPath(location.pathname) + location.search}
          onSignedIn={onClose}
        />
        <Button variant="subtle" color="gray" fullWidth mt="sm" onClick={onClose}>
          {t('ends.later')}
        </Button>
      </Modal>
    </>
  );
}
