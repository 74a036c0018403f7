import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import type { Paste } from './paste-text.ts';
import classes from './terminal.module.css';

const SHOWN = 2000;

/** Asks before a paste that the shell may run at once, and shows what it is. */
export default function PasteDialog({
  paste,
  onAnswer,
}: {
  readonly paste: Paste | undefined;
  readonly onAnswer: (yes: boolean) => void;
}) {
  const { t } = useTranslation('terminal');
  const lines = paste?.lines ?? 0;
  return (
    <Modal
      opened={paste !== undefined}
      onClose={() => onAnswer(false)}
      title={t('paste.title', { count: lines })}
      closeButtonProps={{ 'aria-label': t('paste.cancel') }}
      returnFocus={false}
      size="lg"
    >
      <p className={classes.words}>{t('paste.why')}</p>
      <pre className={classes.preview}>
        {safeText(paste?.text.slice(0, SHOWN) ?? '')}
        {(paste?.text.length ?? 0) > SHOWN ? '…' : ''}
      </pre>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={() => onAnswer(false)}>
          {t('paste.cancel')}
        </Button>
        <Button data-autofocus onClick={() => onAnswer(true)}>
          {t('paste.confirm', { count: lines })}
        </Button>
      </Group>
    </Modal>
  );
}
