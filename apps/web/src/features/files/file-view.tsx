import { ActionIcon, Button } from '@mantine/core';
import type { FileLimits } from '@quarterdeck/shared/files-protocol';
import { useQuery } from '@tanstack/react-query';
import { Download, WrapText, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../../api/api-fetch.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { type FilePlace, readStart } from './file-api.ts';
import { showBytes, sizeWords } from './file-words.ts';
import classes from './files.module.css';
import { nameOf } from './paths.ts';
import { transfers } from './transfers.ts';

export interface FileViewProps {
  readonly place: FilePlace;
  readonly path: string;
  readonly limits: FileLimits;
  /** undefined: of a link, or not known */
  readonly size: number | undefined;
  readonly onClose: () => void;
  /** what was taken for a file is a directory: a link that nobody could look behind */
  readonly onDirectory: () => void;
}

/** The start of a file as text. Whatever is in it, it is text: nothing of it is run or drawn. */
export function FileView({ place, path, limits, size, onClose, onDirectory }: FileViewProps) {
  const { t, i18n } = useTranslation('files');
  const [wrap, setWrap] = useState(true);
  const content = useQuery({
    queryKey: ['file', place, path],
    queryFn: async ({ signal }) => {
      const { bytes, truncated } = await readStart(place, path, signal);
      return { ...showBytes(bytes, truncated), size: bytes.length, truncated };
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
    enabled: limits.viewBytes > 0,
  });
  const problem = content.isError ? problemOfError(content.error) : undefined;
  const isDirectory = problem?.code === 'qd.files.is-a-directory';
  useEffect(() => {
    if (isDirectory) onDirectory();
  }, [isDirectory, onDirectory]);
  const shown = content.data;
  const name = safeText(nameOf(path)).replaceAll('\n', '\\n');

  return (
    <section className={classes.file} aria-label={t('view.label', { name })}>
      <div className={classes.bar}>
        <h3 className={classes.title} title={safeText(path)}>
          {name}
        </h3>
        <span className={classes.spacer} />
        {shown?.as === 'text' ? <CopyButton text={shown.text} label={t('view.copy')} /> : null}
        <ActionIcon
          size="sm"
          variant={wrap ? 'light' : 'subtle'}
          {...(wrap ? {} : { color: 'gray' })}
          aria-pressed={wrap}
          aria-label={t('view.wrap')}
          title={t('view.wrap')}
          onClick={() => setWrap(!wrap)}
        >
          <WrapText size={14} aria-hidden="true" />
        </ActionIcon>
        {limits.downloadBytes > 0 ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Download size={13} aria-hidden="true" />}
            onClick={() => transfers.download(place, path, 'file', limits.downloadBytes, size)}
          >
            {t('view.download')}
          </Button>
        ) : null}
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('view.close')}
          title={t('view.close')}
          onClick={onClose}
        >
          <X size={14} aria-hidden="true" />
        </ActionIcon>
      </div>
      {limits.viewBytes === 0 ? <p className={classes.hint}>{t('view.off')}</p> : null}
      {problem === undefined || isDirectory ? null : (
        <ProblemView problem={problem} onRetry={() => void content.refetch()} />
      )}
      {content.isFetching && shown === undefined ? <p className={classes.hint}>{t('reading')}</p> : null}
      {shown === undefined ? null : (
        <>
          <p className={classes.hint}>
            {shown.as === 'dump' ? t('view.binary') : ''}{' '}
            {shown.truncated
              ? t('view.truncated', { size: sizeWords(shown.size, i18n.language) })
              : t('view.whole', { size: sizeWords(shown.size, i18n.language) })}
          </p>
          <textarea
            className={classes.content}
            aria-label={t('view.content', { name })}
            readOnly
            spellCheck={false}
            rows={26}
            wrap={wrap ? 'soft' : 'off'}
            value={safeText(shown.text)}
          />
        </>
      )}
    </section>
  );
}
