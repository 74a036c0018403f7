import { ActionIcon, Button } from '@mantine/core';
import { Columns3, Link2, Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { publicPath } from '../../api/base-path.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { plainText } from './ansi.ts';
import { fieldsOf, parseJsonLine } from './json-line.ts';
import type { LogEntry } from './log-entry.ts';
import type { LogSource } from './log-sources.ts';
import { formatTime } from './log-time.ts';
import classes from './logs.module.css';

/** What can be done from a line's details. */
export interface DetailsActions {
  readonly columns: readonly string[];
  readonly onColumn: (path: string) => void;
  readonly onField: (sense: 'only' | 'not', path: string, value: string) => void;
  readonly onOnlySource: (key: string) => void;
  /** the address that opens at this line */
  readonly linkTo: (entry: LogEntry, source: LogSource) => string;
}

/** All about one line, below it: when, whose, its fields, copy, link. */
export function LineDetails({
  entry,
  source,
  actions,
}: {
  readonly entry: LogEntry;
  readonly source: LogSource | undefined;
  readonly actions: DetailsActions;
}) {
  const { t } = useTranslation('logs');
  const plain = plainText(entry.text);
  const object = entry.json ? parseJsonLine(plain) : undefined;
  const { columns, onColumn, onField, onOnlySource, linkTo } = actions;
  return (
    <section className={classes.details} aria-label={t('details.label')}>
      <div className={classes.detailsBar}>
        {entry.time === '' ? null : (
          <span>
            {formatTime(entry.time, 'local')} · {formatTime(entry.time, 'utc')}
          </span>
        )}
        <CopyButton text={plain} label={t('details.copy')} />
        {source === undefined || entry.time === '' ? null : (
          <Button
            component="a"
            size="compact-xs"
            variant="subtle"
            leftSection={<Link2 size={13} aria-hidden="true" />}
            href={publicPath(linkTo(entry, source))}
          >
            {t('details.link')}
          </Button>
        )}
        {source === undefined || entry.time === '' ? null : (
          <CopyButton
            text={() => new URL(publicPath(linkTo(entry, source)), window.location.href).href}
            label={t('details.copyLink')}
          />
        )}
        {source === undefined ? null : (
          <Button size="compact-xs" variant="subtle" onClick={() => onOnlySource(source.key)}>
            {t('details.onlySource', { source: safeText(source.key) })}
          </Button>
        )}
      </div>
      {object === undefined ? null : (
        <table className={classes.fields}>
          <tbody>
            {fieldsOf(object).map(({ path, text }) => (
              <tr key={path}>
                <th scope="row">{safeText(path)}</th>
                <td>{safeText(text)}</td>
                <td className={classes.fieldActions}>
                  <ActionIcon
                    size="xs"
                    variant={columns.includes(path) ? 'light' : 'subtle'}
                    aria-pressed={columns.includes(path)}
                    aria-label={t('details.column', { field: safeText(path) })}
                    title={t('details.column', { field: safeText(path) })}
                    onClick={() => onColumn(path)}
                  >
                    <Columns3 size={12} aria-hidden="true" />
                  </ActionIcon>
                  {(['only', 'not'] as const).map((sense) => (
                    <ActionIcon
                      key={sense}
                      size="xs"
                      variant="subtle"
                      aria-label={t(`details.${sense}`, { field: safeText(path), value: safeText(text) })}
                      title={t(`details.${sense}`, { field: safeText(path), value: safeText(text) })}
                      onClick={() => onField(sense, path, text)}
                    >
                      {sense === 'only' ? (
                        <Plus size={12} aria-hidden="true" />
                      ) : (
                        <Minus size={12} aria-hidden="true" />
                      )}
                    </ActionIcon>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
