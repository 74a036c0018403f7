import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface LogDownloadsProps {
  /** address of the whole log */
  readonly wholeLog: string;
  readonly fileName: string;
  readonly onWhole: () => void;
  readonly onShown: () => void;
}

/** What of a log can be kept as a file, in a menu. */
export function LogDownloads({ wholeLog, fileName, onWhole, onShown }: LogDownloadsProps) {
  const { t } = useTranslation('logs');
  return (
    <>
      <Menu.Item onClick={onShown}>{t('download.shown')}</Menu.Item>
      <Menu.Item
        component="a"
        href={wholeLog}
        download={fileName}
        // a link, so that its address can be had; what the browser is refused it would not tell
        onClick={(event) => {
          event.preventDefault();
          onWhole();
        }}
      >
        {t('download.all')}
      </Menu.Item>
    </>
  );
}
