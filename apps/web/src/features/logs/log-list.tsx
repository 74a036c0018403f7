import { useVirtualizer } from '@tanstack/react-virtual';
import { type ClipboardEvent, type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindQuery } from './log-find.ts';
import { LogLine } from './log-line.tsx';
import type { LogSnapshot, LogStore } from './log-store.ts';
import { logText } from './log-text.ts';
import type { TimeFormat } from './log-time.ts';
import classes from './logs.module.css';
import { useSelectedLines } from './use-selected-lines.ts';

const LINE_HEIGHT = 18;
const OVERSCAN = 12;
/** Heights of wrapped lines that are remembered before those of dropped lines are thrown away. */
const MAX_HEIGHTS = 100_000;

/** Where the current hit is. */
export interface CurrentHit {
  readonly seq: number;
  readonly ordinal: number;
}

export interface LogListProps {
  readonly store: LogStore;
  readonly snapshot: LogSnapshot;
  readonly label: string;
  readonly following: boolean;
  readonly onFollowingChange: (following: boolean) => void;
  readonly time: TimeFormat;
  readonly wrap: boolean;
  readonly query: FindQuery;
  readonly current: CurrentHit | undefined;
}

/** The lines in view. Follows the end, or stays where the reader is whatever comes and goes. */
export function LogList(props: LogListProps) {
  const { store, snapshot, label, following, onFollowingChange, time, wrap, query, current } = props;
  const { t } = useTranslation('logs');
  const { start, end } = snapshot;
  const count = end - start;
  const listRef = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set());
  const [allSelected, setAllSelected] = useState(false);
  const stopFollowing = useCallback(() => onFollowingChange(false), [onFollowingChange]);
  const selected = useSelectedLines(listRef, stopFollowing);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => listRef.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => start + index,
    overscan: OVERSCAN,
    // While reading, lines that are given up at the start must not move those in view.
    anchorTo: following ? 'start' : 'end',
    rangeExtractor: ({ startIndex, endIndex }) => {
      const visible = endIndex - startIndex + 1;
      // What comes is drawn in the same picture in which it is scrolled to.
      const first = following ? count - visible - OVERSCAN : startIndex - OVERSCAN;
      const last = following ? count - 1 : endIndex + OVERSCAN;
      const low = Math.max(0, Math.min(first, selected === undefined ? first : selected.first - start));
      const high = Math.min(count - 1, Math.max(last, selected === undefined ? last : selected.last - start));
      return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
    },
  });
  const items = virtualizer.getVirtualItems();
  const total = virtualizer.getTotalSize();

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these moves the end
  useLayoutEffect(() => {
    const list = listRef.current;
    if (list === null || !following) return;
    list.scrollTop = list.scrollHeight;
    lastTop.current = list.scrollTop;
  }, [following, end, total, wrap, time]);

  useLayoutEffect(() => {
    store.hold(following ? undefined : (virtualizer.getVirtualItemForOffset(lastTop.current)?.index ?? 0) + start);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights differ with each of these
  useLayoutEffect(() => virtualizer.measure(), [wrap, time, virtualizer]);
  useLayoutEffect(() => {
    if (following && virtualizer.itemSizeCache.size > MAX_HEIGHTS) virtualizer.measure();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there when the hit changes, not when lines come
  useLayoutEffect(() => {
    if (current === undefined || current.seq < start) return;
    virtualizer.scrollToIndex(current.seq - start, { align: 'center' });
    const list = listRef.current;
    if (list === null || wrap) return;
    const frame = requestAnimationFrame(() =>
      list.querySelector('mark[data-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [current]);

  const onScroll = () => {
    const list = listRef.current;
    if (list === null) return;
    const up = list.scrollTop < lastTop.current;
    const down = list.scrollTop > lastTop.current;
    lastTop.current = list.scrollTop;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < LINE_HEIGHT;
    if (following && up && !atEnd) onFollowingChange(false);
    else if (!following && down && atEnd && selected === undefined && snapshot.held === 0) onFollowingChange(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      window.getSelection()?.removeAllRanges();
      setAllSelected(true);
    } else if (event.key === 'End') onFollowingChange(true);
    else if (!event.ctrlKey && !event.metaKey) setAllSelected(false);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (!allSelected) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', [...logText(store.ring, time)].join(''));
  };
  const showAll = useCallback((seq: number) => setWhole((before) => new Set(before).add(seq)), []);

  return (
    <div
      ref={listRef}
      className={classes.list}
      role="log"
      aria-live="off"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      data-wrap={wrap || undefined}
      data-all={allSelected || undefined}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onMouseDown={() => setAllSelected(false)}
      onCopy={onCopy}
    >
      {allSelected ? (
        <span role="status" className="qd-visually-hidden">
          {t('selectedAll', { count })}
        </span>
      ) : null}
      <div className={classes.sizer} style={{ height: total }}>
        <div className={classes.block} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ index, key }) => {
            const entry = store.ring.get(start + index);
            if (entry === undefined) return null;
            return (
              <div
                key={key}
                ref={wrap ? virtualizer.measureElement : undefined}
                data-index={index}
                data-seq={entry.seq}
                className={classes.line}
              >
                <LogLine
                  entry={entry}
                  time={time}
                  query={query}
                  currentHit={current?.seq === entry.seq ? current.ordinal : undefined}
                  whole={whole.has(entry.seq) || current?.seq === entry.seq}
                  onShowAll={showAll}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
