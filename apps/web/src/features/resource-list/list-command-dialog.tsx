import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { rawApiPath } from '../../api/addresses.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { listApiPaths } from './list-api-paths.ts';
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
  const selectors = { labelSelector: search.l ?? '', fieldSelector: search.f ?? '' };
  const { lines, remarks: own } = listCommand({
    ...list,
    ...selectors,
    kubectl: subject.kubectl,
    namespaced: subject.namespaced,
    hasBuckets: search.s !== undefined,
  });
  const paths = listApiPaths({ ...selectors, resources: subject.resources, namespaces: list.namespaces });
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
      <h3 className={classes.heading}>{t('command.paths')}</h3>
      <ul className={classes.paths}>
        {paths.map((path) => (
          <li key={path}>
            <AppLink to={rawApiPath(subject.cluster, path)}>{safeText(path)}</AppLink>
            <CopyButton text={path} label={t('command.copyPath')} />
          </li>
        ))}
      </ul>
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
