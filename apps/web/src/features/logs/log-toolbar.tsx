import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { Braces, ChartColumn, Download, Eraser, ListCollapse, Radio, WrapText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Drop } from '../../ui/drop.tsx';
import type { LogPrefs } from './log-prefs.ts';
import type { LogSettings } from './log-settings.ts';
import { TIME_FORMATS } from './log-time.ts';
import classes from './logs.module.css';
import { StartPicker } from './start-picker.tsx';

const readDownloads = () => import('./log-downloads.tsx');

export interface LogToolbarProps {
  readonly picker: ReactNode;
  readonly following: boolean;
  readonly onFollowingChange: (following: boolean) => void;
  readonly settings: LogSettings;
  readonly onSettings: (patch: Partial<LogSettings>) => void;
  readonly prefs: LogPrefs;
  readonly onPrefs: (patch: Partial<LogPrefs>) => void;
  /** what is shown, as text */
  readonly text: () => string;
  readonly onDownloadShown: () => void;
  /** address of everything that is stored */
  readonly wholeLog: string;
  readonly onDownloadWhole: () => void;
  readonly fileName: string;
  readonly onClear: () => void;
}

const INSTANCES = ['current', 'both', 'previous'] as const;

/** What a log can be told: which containers, follow, instances, where it begins, how lines look, copy, download, clear. */
export function LogToolbar(props: LogToolbarProps) {
  const { t } = useTranslation('logs');
  const { settings, onSettings, prefs, onPrefs } = props;
  const [downloading, setDownloading] = useState(false);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('toolbar')}>
      {props.picker}
      <Toggle on={props.following} onChange={props.onFollowingChange} icon={<Radio size={14} aria-hidden="true" />}>
        {t('follow')}
      </Toggle>
      <NativeSelect
        size="xs"
        w={165}
        aria-label={t('instances.label')}
        value={settings.instances}
        data={INSTANCES.map((value) => ({ value, label: t(`instances.${value}`) }))}
        onChange={({ currentTarget }) => {
          const instances = INSTANCES.find((value) => value === currentTarget.value);
          if (instances !== undefined) onSettings({ instances });
        }}
      />
      <StartPicker start={settings.start} onChange={(start) => onSettings({ start, line: undefined })} />
      <NativeSelect
        size="xs"
        w={140}
        aria-label={t('time.label')}
        value={prefs.time}
        data={TIME_FORMATS.map((value) => ({ value, label: t(`time.${value}`) }))}
        onChange={({ currentTarget }) => {
          const time = TIME_FORMATS.find((value) => value === currentTarget.value);
          if (time !== undefined) onPrefs({ time });
        }}
      />
      {(
        [
          ['wrap', WrapText],
          ['fields', Braces],
          ['fold', ListCollapse],
          ['chart', ChartColumn],
        ] as const
      ).map(([name, Icon]) => (
        <ActionIcon
          key={name}
          variant={prefs[name] ? 'light' : 'subtle'}
          {...(prefs[name] ? {} : { color: 'gray' })}
          size={30}
          aria-label={t(`look.${name}`)}
          title={t(`look.${name}Long`)}
          aria-pressed={prefs[name]}
          onClick={() => onPrefs({ [name]: !prefs[name] })}
        >
          <Icon size={16} aria-hidden="true" />
        </ActionIcon>
      ))}
      <span className={classes.spacer} />
      <CopyButton text={props.text} label={t('copyShown')} />
      <Drop
        as="menu"
        position="bottom-end"
        width={260}
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
          <LogDownloads
            wholeLog={props.wholeLog}
            fileName={props.fileName}
            onWhole={props.onDownloadWhole}
            onShown={props.onDownloadShown}
          />
        )}
      </Drop>
      <ActionIcon variant="subtle" color="gray" aria-label={t('clear')} title={t('clear')} onClick={props.onClear}>
        <Eraser size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

function Toggle({
  on,
  onChange,
  icon,
  children,
}: {
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
      className={classes.toggle ?? ''}
      leftSection={icon}
      onClick={() => onChange(!on)}
    >
      {children}
    </Button>
  );
}
