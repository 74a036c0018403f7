import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../ui/age.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { LineFields } from './line-fields.tsx';
import { lineParts } from './line-parts.ts';
import { LineText } from './line-text.tsx';
import type { LogEntry } from './log-entry.ts';
import { type FindQuery, hitCount } from './log-find.ts';
import { LEVELS } from './log-level.ts';
import type { LogSource } from './log-sources.ts';
import { formatTime, type TimeFormat } from './log-time.ts';
import classes from './logs.module.css';
import { MarkLine } from './mark-line.tsx';
import { podHue } from './pod-hue.ts';
import { shownLine } from './shown-line.ts';

/** Longer lines are cut until the person asks for all of one. */
const CUT_AT = 2000;

/** How lines are drawn. */
export interface LineLook {
  readonly time: TimeFormat;
  /** lines of several containers: each says of which it is */
  readonly named: boolean;
  /** characters that every name takes */
  readonly nameWidth: number;
  /** JSON lines as their message and fields */
  readonly fields: boolean;
  readonly columns: readonly string[];
}

/** The end of a name is what tells pods of one workload apart. */
function shortName(name: string, width: number): string {
  const safe = safeText(name);
  return safe.length > width ? `…${safe.slice(1 - width)}` : safe.padEnd(width);
}

export interface LogLineProps {
  readonly entry: LogEntry;
  readonly source: LogSource | undefined;
  readonly look: LineLook;
  readonly query: FindQuery;
  /** which of the line's hits is the current one */
  readonly currentHit: number | undefined;
  readonly whole: boolean;
  /** lines that are folded under this one */
  readonly under: number;
  readonly unfolded: boolean;
  readonly onShowAll: (seq: number) => void;
  readonly onFold: (seq: number) => void;
}

/** One line of a log: whose it is, time stamp, columns, styled text, hits. */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { entry, source, look, query, currentHit, whole, under, unfolded, onShowAll, onFold } = props;
  const { t } = useTranslation('logs');
  if (entry.mark !== undefined) return <MarkLine mark={entry.mark} source={source} named={look.named} />;
  const stamp = formatTime(entry.time, look.time);
  const limit = whole ? Number.POSITIVE_INFINITY : CUT_AT;
  const { columns, fields } = look;
  const line = shownLine(entry, { columns, fields, timed: look.time !== 'off' });
  let before = 0;
  const cells = columns.map((path, index) => {
    const text = line.cells[index] ?? '';
    const hit = currentHit === undefined ? undefined : currentHit - before;
    before += hitCount(text, query);
    return (
      <span key={path} className={classes.cell} title={text}>
        <LineText parts={lineParts(text, query, Number.POSITIVE_INFINITY).parts} currentHit={hit} />
      </span>
    );
  });
  const hit = currentHit === undefined ? undefined : currentHit - before;
  const isFields = line.fields.length > 0;
  const { parts, hidden } = isFields ? { parts: [], hidden: 0 } : lineParts(line.text ?? '', query, limit);
  return (
    <>
      {look.named && source !== undefined ? (
        <span className={classes.pod} style={podHue(source.colour)} title={safeText(source.key)}>
          {shortName(source.key, look.nameWidth)}{' '}
        </span>
      ) : null}
      {stamp === '' ? null : (
        <span className={classes.time} data-relative={look.time === 'relative' || undefined} title={entry.time}>
          {look.time === 'relative' ? <Age created={entry.at / 1000} /> : stamp}{' '}
        </span>
      )}
      {entry.level === 0 ? null : <span className="qd-visually-hidden">{t(`level.${LEVELS[entry.level]}`)}</span>}
      {cells}
      {isFields ? (
        <LineFields line={line} query={query} limit={limit} currentHit={hit} />
      ) : (
        <LineText parts={parts} currentHit={hit} />
      )}
      {hidden === 0 ? null : (
        <button type="button" className={classes.more} onClick={() => onShowAll(entry.seq)}>
          {t('line.showAll', { count: hidden })}
        </button>
      )}
      {entry.cut ? <span className={classes.more}>{t('line.cut')}</span> : null}
      {under === 0 ? null : (
        <button type="button" className={classes.more} aria-expanded={unfolded} onClick={() => onFold(entry.seq)}>
          {unfolded ? <ChevronDown size={11} aria-hidden="true" /> : <ChevronRight size={11} aria-hidden="true" />}
          {t('line.frames', { count: under })}
        </button>
      )}
      {/* an empty line is a line when it is copied */}
      {stamp === '' && parts.length === 0 && !line.isObject ? <br /> : null}
    </>
  );
});
