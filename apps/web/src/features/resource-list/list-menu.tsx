import { Menu } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { Braces, FileSpreadsheet, Keyboard, Rocket, Terminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { wizardPath } from '../../api/addresses.ts';
import type { Row } from '../../live/row.ts';
import { saveFile } from '../../ui/save-file.ts';
import { exportName, toCsv, toJson } from './list-export.ts';
import type { ViewedList } from './view-menu.tsx';

export interface ListMenuProps {
  readonly list: ViewedList;
  readonly onDialog: (dialog: 'command' | 'keys') => void;
}

const FORMATS = {
  csv: { Icon: FileSpreadsheet, type: 'text/csv;charset=utf-8', write: toCsv },
  json: { Icon: Braces, type: 'application/json', write: toJson },
} as const;

/** Lists of what the deploy form makes (TUT-15). */
const MADE_BY_FORM: ReadonlySet<string> = new Set(['deployments', 'workloads']);

/** What can be taken away from a list: its rows as a file, its command; and its keys. */
export function ListMenu({ list, onDialog }: ListMenuProps) {
  const { t } = useTranslation('columns');
  const { subject, namespaces, store, shown } = list;
  const { order } = store.getSnapshot();
  const router = useRouter({ warn: false });

  function save(format: 'csv' | 'json'): void {
    const { type, write } = FORMATS[format];
    const rows = store.getSnapshot().order.flatMap((uid): Row | [] => store.getRow(uid) ?? []);
    saveFile(exportName(subject.plural, namespaces, new Date(), format), [write(shown, rows)], type);
  }

  return (
    <>
      {MADE_BY_FORM.has(subject.plural) ? (
        <>
          <Menu.Item
            leftSection={<Rocket size={14} aria-hidden="true" />}
            onClick={() => router?.history.push(wizardPath(subject.cluster, 'deploy', { namespace: namespaces?.[0] }))}
          >
            {t('deploy')}
          </Menu.Item>
          <Menu.Divider />
        </>
      ) : null}
      {(['csv', 'json'] as const).map((format) => {
        const { Icon } = FORMATS[format];
        return (
          <Menu.Item
            key={format}
            leftSection={<Icon size={14} aria-hidden="true" />}
            disabled={order.length === 0}
            onClick={() => save(format)}
          >
            {t(`export.${format}`, { count: order.length })}
          </Menu.Item>
        );
      })}
      <Menu.Divider />
      <Menu.Item leftSection={<Terminal size={14} aria-hidden="true" />} onClick={() => onDialog('command')}>
        {t('command.open')}
      </Menu.Item>
      <Menu.Item
        leftSection={<Keyboard size={14} aria-hidden="true" />}
        rightSection={<kbd>?</kbd>}
        onClick={() => onDialog('keys')}
      >
        {t('keys.open')}
      </Menu.Item>
    </>
  );
}
