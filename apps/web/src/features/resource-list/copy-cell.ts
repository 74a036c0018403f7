import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { copyText } from '../../ui/copy-text.ts';
import { safeText } from '../../ui/safe-text.ts';

const SHOWN_CHARS = 80;

/** Copies a text and says so. */
export async function copyCell(text: string): Promise<void> {
  const shown = safeText(text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text);
  const copied = await copyText(text).then(
    () => true,
    () => false,
  );
  const message = copied ? i18next.t('columns:cell.copied', { text: shown }) : i18next.t('columns:cell.failed');
  notifications.show({ message, autoClose: 2500 });
}
