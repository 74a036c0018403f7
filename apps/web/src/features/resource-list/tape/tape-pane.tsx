import { Button, CloseButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Row } from '../../../live/row.ts';
import type { ListView } from '../../../live/row-order.ts';
import type { RowStore } from '../../../live/row-store.ts';
import { ResizablePane } from '../../../ui/resizable-pane.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { useWords } from '../../../ui/use-words.ts';
import type { ListColumn } from '../list-columns.ts';
import type { TapeChapter } from './tape-chapter.ts';
import type { TapeLine } from './tape-line.ts';
import { isChange, tapeFilter } from './tape-log.ts';
import classes from './tape-pane.module.css';
import { AskedRow, TapeRow } from './tape-row.tsx';
import { tapeAsJson, tapeAsText } from './tape-text.ts';
import { useFollow } from './use-follow.ts';
import { useTapeLog } from './use-tape-log.ts';

const LINE_PX = 22;
/** A screen reader is told how much happened, not each line. */
const TELL_MS = 10_000;

/** Reached by keyboard, as it scrolls; not read out line by line. */
const quiet = { 'aria-live': 'off', tabIndex: 0 } as const;

export interface TapePaneProps {
  readonly title: string;
  /** of the file that is saved */
  readonly fileName: string;
  readonly store: RowStore;
  readonly chapters: readonly TapeChapter[];
  /** the columns that are shown: what a saved line has */
  readonly shown: readonly ListColumn[];
  readonly withNamespace: boolean;
  /** the list has a selector */
  readonly selects: boolean;
  /** the list's filter and status buckets */
  readonly narrowing: Pick<ListView, 'matches' | 'bucketOf' | 'buckets'>;
  readonly onOpen: (row: Row) => void;
  readonly onClose: () => void;
}

/** What `kubectl get -w` prints, below the list: every transition with its time, newest last, as in a terminal. */
export default function TapePane(props: TapePaneProps) {
  const { title, fileName, store, chapters, shown, withNamespace, selects, narrowing, onOpen, onClose } = props;
  const t = useWords('pages');
  const [text, setText] = useState('');
  const log = useTapeLog(store, chapters);
  const passes = useMemo(() => tapeFilter(narrowing, text, store.tape), [narrowing, text, store]);
  const lines = useMemo(() => log.lines.filter(passes), [log.lines, passes]);
  const scroller = useRef<HTMLDivElement>(null);
  const { following, upTo, follow, pause } = useFollow(scroller, log.lines.at(-1)?.id ?? -1, lines.length);
  // while it stands still the reader's lines must not move: what is newer waits
  const still = useRef<readonly TapeLine[]>([]);
  if (following) still.current = log.lines;
  const visible = following ? lines : still.current.filter(passes);
  const news = following ? 0 : lines.filter(({ id }) => id > upTo).length;
  const virtualizer = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => visible[index]?.id ?? index,
    overscan: 6,
    useFlushSync: false,
  });
  const told = useTold(lines.at(-1)?.id ?? -1, lines);
  const save = (format: 'txt' | 'json') =>
    saveFile(
      `${fileName}.${format}`,
      [format === 'txt' ? tapeAsText(lines, shown) : tapeAsJson(lines, shown)],
      format === 'txt' ? 'text/plain;charset=utf-8' : 'application/json',
    );

  return (
    <ResizablePane
      side="bottom"
      memory="tape"
      initial={30}
      label={t('tape.label', { title })}
      handleLabel={t('tape.resize')}
    >
      <div className={classes.bar}>
        <h2 className={classes.title}>{t('tape.title')}</h2>
        <span className={classes.count}>{t('tape.count', { count: lines.filter(isChange).length })}</span>
        <input
          type="search"
          className={classes.filter}
          aria-label={t('tape.filter')}
          placeholder={t('tape.filter')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {log.missed > 0 ? <span className={classes.note}>{t('tape.missed', { count: log.missed })}</span> : null}
        <span className={classes.space} />
        <Button size="compact-sm" variant="default" aria-pressed={!following} onClick={following ? pause : follow}>
          {following ? t('tape.pause') : t('tape.follow')}
        </Button>
        <Button size="compact-sm" variant="default" disabled={log.lines.length === 0} onClick={log.clear}>
          {t('tape.clear')}
        </Button>
        <Button size="compact-sm" variant="default" disabled={lines.length === 0} onClick={() => save('txt')}>
          {t('tape.saveText')}
        </Button>
        <Button size="compact-sm" variant="default" disabled={lines.length === 0} onClick={() => save('json')}>
          {t('tape.saveJson')}
        </Button>
        <CloseButton size="sm" aria-label={t('tape.close')} onClick={onClose} />
      </div>
      <div className={classes.area}>
        <div ref={scroller} className={classes.log} role="log" {...quiet} aria-label={t('tape.title')}>
          {visible.length === 0 ? (
            <p className={classes.empty}>{log.lines.length === 0 ? t('tape.empty') : t('tape.none')}</p>
          ) : (
            <div className={classes.lines} style={{ height: visible.length * LINE_PX }}>
              {virtualizer.getVirtualItems().map(({ index, start, key }) => {
                const line = visible[index];
                if (line === undefined) return null;
                return !isChange(line) ? (
                  <AskedRow key={key} line={line} top={start} />
                ) : (
                  <TapeRow
                    key={key}
                    line={line}
                    top={start}
                    withNamespace={withNamespace}
                    selects={selects}
                    onOpen={({ transition }) => onOpen(transition.row)}
                  />
                );
              })}
            </div>
          )}
        </div>
        {news > 0 ? (
          <Button size="compact-sm" className={classes.new} onClick={follow}>
            {t('tape.new', { count: news })}
          </Button>
        ) : null}
      </div>
      <p className="qd-visually-hidden" aria-live="polite">
        {told > 0 ? t('tape.told', { count: told }) : ''}
      </p>
    </ResizablePane>
  );
}

/** How many lines came in the last while, said once per while. */
function useTold(last: number, lines: readonly TapeLine[]): number {
  const [told, setTold] = useState(0);
  const latest = useRef({ last, lines });
  latest.current = { last, lines };
  useEffect(() => {
    let from = latest.current.last;
    const timer = setInterval(() => {
      setTold(latest.current.lines.filter(({ id }) => id > from).length);
      from = latest.current.last;
    }, TELL_MS);
    return () => clearInterval(timer);
  }, []);
  return told;
}
