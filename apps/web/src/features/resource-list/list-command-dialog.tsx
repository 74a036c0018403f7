import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { listCommand } from './list-command.ts';
import classes from './list-dialogs.module.css';
import type { ViewedList } from './view-menu.tsx';

/** The kubectl commands that print this very list, and where they cannot. */
export default function ListCommandDialog({
  list,
  onClose,
}: {
  readonly list: ViewedList;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('columns');
  const { search, subject } = list;
  const { lines, remarks: own } = listCommand({
    ...list,
    kubectl: subject.kubectl,
    namespaced: subject.namespaced,
    labelSelector: search.l ?? '',
    fieldSelector: search.f ?? '',
    hasBuckets: search.s !== undefined,
  });
  const remarks = [...subject.remarks, ...own];
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('close') }}
      title={t('command.title')}
      size="lg"
    >
      <div className={classes.command}>
        <pre>
          <code>{lines.map(safeText).join('\n')}</code>
        </pre>
        <CopyButton text={lines.join('\n')} label={t('command.copy')} />
      </div>
      {remarks.length === 0 ? null : (
        <ul className={classes.remarks}>
          {remarks.map((remark) => (
            <li key={remark}>{t(`command.remark.${remark}`)}</li>
          ))}
        </ul>
      )}
    </Modal>
  );
}
