import { Button } from '@mantine/core';
import type { FileLimits } from '@quarterdeck/shared/files-protocol';
import { useQuery } from '@tanstack/react-query';
import { FolderDown, RefreshCw, Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DebugContainerButton } from '../../actions/debug/debug-container-button.tsx';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { droppedFiles, MOST_FILES, type UploadItem } from './dropped-files.ts';
import { type FilePlace, listDirectory } from './file-api.ts';
import { FileTable } from './file-table.tsx';
import { FileView } from './file-view.tsx';
import classes from './files.module.css';
import { PathBar } from './path-bar.tsx';
import { joinPath, parentOf } from './paths.ts';
import { TransferList } from './transfer-list.tsx';
import { transfers } from './transfers.ts';
import { usePathParam } from './use-path-param.ts';

export interface FileBrowserProps {
  readonly place: FilePlace;
  readonly podUid: string;
  readonly picker: ReactNode;
  readonly limits: FileLimits;
}

const isFileDrag = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');

/** A container's directories, one at a time, and what is in a file of them. */
export function FileBrowser({ place, podUid, picker, limits }: FileBrowserProps) {
  const { t } = useTranslation('files');
  const { path, file, go } = usePathParam();
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState('');
  const inputRef = useRef<HTMLInputElement>(null);
  const hintId = useId();
  // what a container had for one directory it has for the next
  const toolRef = useRef<'find' | 'ls'>(undefined);
  const listing = useQuery({
    queryKey: ['files', place, path],
    queryFn: async ({ signal }) => {
      const found = await listDirectory(place, path, toolRef.current, signal);
      toolRef.current = found.tool;
      return found;
    },
    staleTime: 0,
    gcTime: 60_000,
    retry: false,
  });
  const problem = listing.isError ? problemOfError(listing.error) : undefined;
  const canUpload = limits.uploadBytes > 0;

  const uploadAll = (items: readonly UploadItem[]) => {
    setRefusal(items.length > MOST_FILES ? t('upload.tooMany', { count: MOST_FILES }) : '');
    if (items.length > MOST_FILES) return;
    for (const item of items)
      transfers.upload(
        place,
        joinPath(path, item.path),
        item.file,
        { overwrite: false, parents: item.path.includes('/') },
        () => void listing.refetch(),
      );
  };
  const onDrop = (event: DragEvent) => {
    if (!isFileDrag(event)) return;
    event.preventDefault();
    setOver(false);
    droppedFiles(event.dataTransfer).then(uploadAll, () => setRefusal(t('upload.unreadable')));
  };

  return (
    <section
      className={classes.view}
      aria-label={t('label', { container: place.container })}
      data-takes-files={canUpload || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!canUpload || !isFileDrag(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        setOver(false);
      }}
      onDrop={canUpload ? onDrop : undefined}
    >
      <div className={classes.bar} role="toolbar" aria-label={t('toolbar')}>
        {picker}
        <span className={classes.spacer} />
        <Button
          size="xs"
          variant="default"
          leftSection={<RefreshCw size={14} aria-hidden="true" />}
          onClick={() => void listing.refetch()}
        >
          {t('refresh')}
        </Button>
        {limits.downloadBytes > 0 && path !== '/' ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<FolderDown size={14} aria-hidden="true" />}
            onClick={() => transfers.download(place, path, 'folder', limits.downloadBytes)}
          >
            {t('downloadFolder')}
          </Button>
        ) : null}
        {canUpload ? (
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<Upload size={14} aria-hidden="true" />}
              aria-describedby={hintId}
              onClick={() => inputRef.current?.click()}
            >
              {t('upload.button')}
            </Button>
            <input
              ref={inputRef}
              type="file"
              multiple
              hidden
              aria-label={t('upload.button')}
              onChange={(event) => {
                uploadAll([...(event.currentTarget.files ?? [])].map((one) => ({ file: one, path: one.name })));
                event.currentTarget.value = '';
              }}
            />
          </>
        ) : null}
      </div>
      <PathBar path={path} onGo={(next) => go(next)} />
      {canUpload ? (
        <p id={hintId} className={classes.hint}>
          {t('upload.hint')}
        </p>
      ) : null}
      {refusal === '' ? null : (
        <p className={classes.refusal} role="alert">
          {refusal}
        </p>
      )}
      <TransferList place={place} />
      <div className={classes.panes}>
        <div className={classes.directory}>
          {problem !== undefined ? (
            <>
              <ProblemView problem={problem} onRetry={() => void listing.refetch()} />
              {problem.code === 'qd.files.no-tools' ? (
                <div className={classes.offer}>
                  <DebugContainerButton
                    cluster={place.cluster}
                    namespace={place.namespace}
                    pod={place.pod}
                    podUid={podUid}
                  />
                </div>
              ) : null}
            </>
          ) : (
            <FileTable
              listing={listing.data}
              path={path}
              canDownload={limits.downloadBytes > 0}
              selected={file}
              onOpen={(entry) => {
                const at = joinPath(path, entry.name);
                const isDirectory = entry.type === 'directory' || entry.leadsTo === 'directory';
                if (isDirectory) go(at);
                else go(path, entry.name);
              }}
              onUp={() => go(parentOf(path))}
              onDownload={(entry) => {
                const isFolder = entry.type === 'directory';
                transfers.download(
                  place,
                  joinPath(path, entry.name),
                  isFolder ? 'folder' : 'file',
                  limits.downloadBytes,
                  entry.type === 'file' ? entry.size : undefined,
                );
              }}
            />
          )}
          {listing.data?.complaints ? (
            <details className={classes.complaints}>
              <summary>{t('complaints')}</summary>
              <pre>{safeText(listing.data.complaints)}</pre>
            </details>
          ) : null}
        </div>
        {file === undefined ? null : (
          <FileView
            key={joinPath(path, file)}
            place={place}
            path={joinPath(path, file)}
            limits={limits}
            size={listing.data?.entries.find(({ name, type }) => name === file && type === 'file')?.size}
            onClose={() => go(path)}
            onDirectory={() => go(joinPath(path, file))}
          />
        )}
      </div>
    </section>
  );
}
