import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { Download, Eraser, History, Radio, WrapText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drop } from '../../ui/drop.tsx';
import type { TimeFormat } from './log-time.ts';
import classes from './logs.module.css';

const readDownloads = () => import('./log-downloads.tsx');

export interface LogToolbarProps {
  readonly picker: ReactNode;
  readonly find: ReactNode;
  readonly following: boolean;
  readonly onFollowingChange: (following: boolean) => void;
  readonly previous: boolean;
  readonly onPreviousChange: (previous: boolean) => void;
  readonly time: TimeFormat;
  readonly onTimeChange: (time: TimeFormat) => void;
  readonly wrap: boolean;
  readonly onWrapChange: (wrap: boolean) => void;
  readonly onDownloadShown: () => void;
  /** address of the whole log as the API server serves it */
  readonly wholeLog: string;
  readonly fileName: string;
  readonly onClear: () => void;
}

const TIMES: readonly TimeFormat[] = ['off', 'utc', 'local'];

function isTime(value: string): value is TimeFormat {
  return value === 'off' || value === 'utc' || value === 'local';
}

/** What a log can be told: which container, follow, previous instance, time stamps, wrap, find, download, clear. */
export function LogToolbar(props: LogToolbarProps) {
  const { t } = useTranslation('logs');
  const [downloading, setDownloading] = useState(false);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('toolbar')}>
      {props.picker}
      <Toggle on={props.following} onChange={props.onFollowingChange} icon={<Radio size={14} aria-hidden="true" />}>
        {t('follow')}
      </Toggle>
      <Toggle
        label={t('previousLong')}
        on={props.previous}
        onChange={props.onPreviousChange}
        icon={<History size={14} aria-hidden="true" />}
      >
        {t('previous')}
      </Toggle>
      <NativeSelect
        size="xs"
        aria-label={t('time.label')}
        value={props.time}
        data={TIMES.map((value) => ({ value, label: t(`time.${value}`) }))}
        onChange={({ currentTarget }) => isTime(currentTarget.value) && props.onTimeChange(currentTarget.value)}
      />
      <Toggle on={props.wrap} onChange={props.onWrapChange} icon={<WrapText size={14} aria-hidden="true" />}>
        {t('wrap')}
      </Toggle>
      <span className={classes.spacer} />
      {props.find}
      <Drop
        as="menu"
        position="bottom-end"
        width={240}
        opened={downloading}
        onChange={setDownloading}
        read={readDownloads}
        button={
          <ActionIcon variant="subtle" color="gray" aria-label={t('download.label')} title={t('download.label')}>
            <Download size={16} aria-hidden="true" />
          </ActionIcon>
        }
      >
        {({ LogDownloads }) => (
          <LogDownloads wholeLog={props.wholeLog} fileName={props.fileName} onShown={props.onDownloadShown} />
        )}
      </Drop>
      <ActionIcon variant="subtle" color="gray" aria-label={t('clear')} title={t('clear')} onClick={props.onClear}>
        <Eraser size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

function Toggle({
  label,
  on,
  onChange,
  icon,
  children,
}: {
  /** accessible name where the words on it are short */
  readonly label?: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Button
      size="xs"
      variant={on ? 'light' : 'default'}
      aria-pressed={on}
      {...(label === undefined ? {} : { 'aria-label': label, title: label })}
      className={classes.toggle ?? ''}
      leftSection={icon}
      onClick={() => onChange(!on)}
    >
      {children}
    </Button>
  );
}
