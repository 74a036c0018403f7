import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { FileEntry, FileListing, FileType } from '@quarterdeck/shared/files-protocol';
import { CornerLeftUp, Download, File, FileQuestion, FileSymlink, Folder, type LucideIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../ui/age.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { modeWords, sizeWords } from './file-words.ts';
import classes from './files.module.css';

const SHOWN_AT_ONCE = 500;
const ICONS: Partial<Record<FileType, LucideIcon>> = { file: File, directory: Folder, link: FileSymlink };

export interface FileTableProps {
  /** undefined: it is being read */
  readonly listing: FileListing | undefined;
  readonly path: string;
  readonly canDownload: boolean;
  readonly selected: string | undefined;
  readonly onOpen: (entry: FileEntry) => void;
  readonly onUp: () => void;
  readonly onDownload: (entry: FileEntry) => void;
}

const leads = ({ type, leadsTo }: FileEntry) => (type === 'link' ? leadsTo : type);
/** Reading a pipe or a device may never end. */
const isReadable = (entry: FileEntry) => {
  const type = leads(entry);
  return entry.garbled === undefined && (type === 'file' || type === 'directory' || type === undefined);
};
const oneLine = (name: string) => safeText(name).replaceAll('\n', '\\n').replaceAll('\t', '\\t');

/** What is in a directory: directories first, by name. */
export function FileTable({ listing, path, canDownload, selected, onOpen, onUp, onDownload }: FileTableProps) {
  const { t, i18n } = useTranslation('files');
  const [filter, setFilter] = useState('');
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const entries = useMemo(() => sorted(listing?.entries ?? []), [listing]);
  const found = useMemo(() => {
    const wanted = filter.toLowerCase();
    return wanted === '' ? entries : entries.filter(({ name }) => name.toLowerCase().includes(wanted));
  }, [entries, filter]);
  if (listing === undefined) return <p className={classes.status}>{t('reading')}</p>;

  return (
    <>
      <div className={classes.status}>
        <TextInput
          size="xs"
          spellCheck={false}
          autoComplete="off"
          aria-label={t('filter')}
          placeholder={t('filter')}
          value={filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value);
            setShown(SHOWN_AT_ONCE);
          }}
        />
        <span role="status">
          {listing.truncated ? t('truncated', { count: entries.length }) : t('count', { count: entries.length })}
        </span>
      </div>
      <table className={classes.table} aria-label={t('table', { path })}>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col" className={classes.number}>
              {t('column.size')}
            </th>
            <th scope="col">{t('column.modified')}</th>
            <th scope="col">{t('column.mode')}</th>
            <th scope="col">{t('column.owner')}</th>
            <th scope="col">
              <span className="qd-visually-hidden">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {path === '/' ? null : (
            <tr>
              <td colSpan={6}>
                <button type="button" className={classes.name} onClick={onUp}>
                  <CornerLeftUp size={15} aria-hidden="true" />
                  <span>{t('up')}</span>
                </button>
              </td>
            </tr>
          )}
          {found.slice(0, shown).map((entry) => {
            const Icon = ICONS[entry.type] ?? FileQuestion;
            return (
              <tr key={entry.name} data-selected={entry.name === selected || undefined}>
                <td>
                  <button
                    type="button"
                    className={classes.name}
                    disabled={!isReadable(entry)}
                    title={isReadable(entry) ? undefined : t(entry.garbled ? 'garbled' : 'special')}
                    onClick={() => onOpen(entry)}
                  >
                    <Icon size={15} aria-hidden="true" />
                    <span>{oneLine(entry.name)}</span>
                    {leads(entry) === 'directory' ? (
                      <span className="qd-visually-hidden">{t('type.directory')}</span>
                    ) : null}
                  </button>
                  {entry.type === 'link' ? (
                    <span className={classes.target}>
                      → {oneLine(entry.target ?? '')}
                      {entry.leadsTo === undefined && listing.tool === 'find' ? ` (${t('dangling')})` : ''}
                    </span>
                  ) : ICONS[entry.type] === undefined ? (
                    <span className={classes.target}>{t(`type.${entry.type}`)}</span>
                  ) : null}
                </td>
                <td className={classes.number}>
                  {entry.type === 'file' ? (
                    <span title={t('bytes', { count: entry.size })}>{sizeWords(entry.size, i18n.language)}</span>
                  ) : (
                    '–'
                  )}
                </td>
                <td>
                  <Age created={entry.modified} />
                </td>
                <td className={classes.mono}>{modeWords(entry.mode)}</td>
                <td>{safeText(`${entry.owner}:${entry.group}`)}</td>
                <td className={classes.number}>
                  {canDownload && isReadable(entry) && (entry.type !== 'link' || entry.leadsTo === 'file') ? (
                    <ActionIcon
                      size="sm"
                      variant="subtle"
                      color="gray"
                      aria-label={t('download', { name: oneLine(entry.name) })}
                      title={t('download', { name: oneLine(entry.name) })}
                      onClick={() => onDownload(entry)}
                    >
                      <Download size={14} aria-hidden="true" />
                    </ActionIcon>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {found.length > shown ? (
        <Button size="xs" variant="default" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {t('more', { count: found.length - shown })}
        </Button>
      ) : null}
      {entries.length === 0 ? <p className={classes.hint}>{t('empty')}</p> : null}
    </>
  );
}

function sorted(entries: readonly FileEntry[]): readonly FileEntry[] {
  const rank = (entry: FileEntry) => (leads(entry) === 'directory' ? 0 : 1);
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return [...entries].sort((one, other) => rank(one) - rank(other) || compare(one.name, other.name));
}
