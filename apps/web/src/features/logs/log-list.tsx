import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnHeads } from './column-heads.tsx';
import { HandScroll } from './hand-scroll.ts';
import { type DetailsActions, LineDetails } from './line-details.tsx';
import type { FindQuery } from './log-find.ts';
import { LEVELS } from './log-level.ts';
import { type LineLook, LogLine } from './log-line.tsx';
import type { LogSnapshot, LogStore } from './log-store.ts';
import { logText } from './log-text.ts';
import classes from './logs.module.css';
import type { LinkedLine } from './use-linked-line.ts';
import { useSelectedLines } from './use-selected-lines.ts';

const LINE_HEIGHT = 18;
const OVERSCAN = 12;
/** Heights of wrapped lines that are remembered before those of dropped lines are thrown away. */
const MAX_HEIGHTS = 100_000;

/** A hit, or the line of a link: the view goes there when it changes. */
export interface CurrentHit {
  readonly seq: number;
  /** which of the line's hits; -1: the line itself */
  readonly ordinal: number;
}

export interface LogListProps {
  readonly store: LogStore;
  readonly snapshot: LogSnapshot;
  readonly label: string;
  readonly following: boolean;
  readonly onFollowingChange: (following: boolean) => void;
  readonly look: LineLook;
  readonly wrap: boolean;
  readonly query: FindQuery;
  readonly current: CurrentHit | undefined;
  /** where the line of a link is; while it is looked for, nothing in view has to stay */
  readonly linked: LinkedLine;
  readonly details: DetailsActions;
}

/** The lines in view. Follows the end, or stays where the reader is whatever comes and goes. */
export function LogList(props: LogListProps) {
  const { store, snapshot, label, following, onFollowingChange, look, wrap, query, current, linked, details } = props;
  const { t } = useTranslation('logs');
  const { shown: count, end } = snapshot;
  const { view } = store;
  const listRef = useRef<HTMLDivElement>(null);
  const headsRef = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [hand] = useState(() => new HandScroll());
  useEffect(() => (listRef.current === null ? undefined : hand.watch(listRef.current)), [hand]);
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [marked, setMarked] = useState<number>();
  const [allSelected, setAllSelected] = useState(false);
  const stopFollowing = useCallback(() => onFollowingChange(false), [onFollowingChange]);
  const selected = useSelectedLines(listRef, stopFollowing);
  const seqAt = (index: number) => view.seqAt(index) ?? end;

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => listRef.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: seqAt,
    overscan: OVERSCAN,
    // While reading, lines that are given up at the start must not move those in view.
    anchorTo: following ? 'start' : 'end',
    rangeExtractor: ({ startIndex, endIndex }) => {
      const visible = endIndex - startIndex + 1;
      // What comes is drawn in the same picture in which it is scrolled to.
      const first = following ? count - visible - OVERSCAN : startIndex - OVERSCAN;
      const last = following ? count - 1 : endIndex + OVERSCAN;
      const low = Math.max(0, Math.min(first, selected === undefined ? first : view.indexFrom(selected.first)));
      const high = Math.min(count - 1, Math.max(last, selected === undefined ? last : view.indexFrom(selected.last)));
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
  }, [following, end, total, wrap, look]);

  useLayoutEffect(() => {
    const top = virtualizer.getVirtualItemForOffset(lastTop.current)?.index ?? 0;
    const read = linked.state === 'looking' ? linked.next : (view.seqAt(top) ?? snapshot.start);
    store.hold(following ? undefined : read);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights differ with each of these
  useLayoutEffect(() => virtualizer.measure(), [wrap, look, virtualizer]);
  useLayoutEffect(() => {
    if (following && virtualizer.itemSizeCache.size > MAX_HEIGHTS) virtualizer.measure();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there when the hit changes, not when lines come
  useLayoutEffect(() => {
    if (current === undefined || current.seq < snapshot.start) return;
    virtualizer.scrollToIndex(view.indexFrom(current.seq), { align: 'center' });
    const list = listRef.current;
    if (list === null || wrap || current.ordinal < 0) return;
    const frame = requestAnimationFrame(() =>
      list.querySelector('mark[data-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [current]);

  const onScroll = () => {
    const list = listRef.current;
    if (list === null) return;
    if (headsRef.current !== null) headsRef.current.style.transform = `translateX(${-list.scrollLeft}px)`;
    const up = list.scrollTop < lastTop.current;
    const down = list.scrollTop > lastTop.current;
    lastTop.current = list.scrollTop;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < LINE_HEIGHT;
    if (following && up && !atEnd) onFollowingChange(false);
    // what is drawn moves the end as well: a line that unfolds is not a person who goes there
    else if (hand.moves() && !following && down && atEnd && selected === undefined && snapshot.held === 0)
      onFollowingChange(true);
  };
  const toggleDetails = (seq: number) => {
    setMarked(seq);
    onFollowingChange(false);
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(seq)) next.add(seq);
      return next;
    });
    virtualizer.resizeItem(view.indexFrom(seq), LINE_HEIGHT);
  };
  /** The marked line moves; the first step takes the last line in view. */
  const step = (by: 1 | -1) => {
    const list = listRef.current;
    const low = virtualizer.getVirtualItemForOffset(lastTop.current)?.index ?? 0;
    const high = virtualizer.getVirtualItemForOffset(lastTop.current + (list?.clientHeight ?? 0))?.index ?? count - 1;
    const at = marked === undefined || marked < snapshot.start ? undefined : view.indexFrom(marked);
    const next = at === undefined || at < low - 1 || at > high + 1 ? (by > 0 ? low : high) : at + by;
    if (next < 0 || next >= count) return;
    onFollowingChange(false);
    setMarked(view.seqAt(next));
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      window.getSelection()?.removeAllRanges();
      setAllSelected(true);
      return;
    }
    if (event.key === 'End') onFollowingChange(true);
    else if (plain && (event.key === 'j' || event.key === 'k')) step(event.key === 'j' ? 1 : -1);
    else if (plain && event.key === 'Enter' && marked !== undefined) {
      event.preventDefault();
      toggleDetails(marked);
    }
    if (plain) setAllSelected(false);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (!allSelected) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', [...logText(store, look)].join(''));
  };
  const showAll = useCallback((seq: number) => setWhole((before) => new Set(before).add(seq)), []);
  const fold = useCallback(
    (seq: number) => {
      stopFollowing();
      store.toggleFold(seq);
    },
    [store, stopFollowing],
  );

  return (
    <>
      {look.columns.length === 0 ? null : <ColumnHeads ref={headsRef} look={look} onColumn={details.onColumn} />}
      <div className={classes.frame}>
        <div
          ref={listRef}
          className={classes.list}
          role="log"
          aria-live="off"
          aria-label={label}
          aria-keyshortcuts="j k Enter End"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          data-wrap={wrap || undefined}
          data-all={allSelected || undefined}
          onScroll={onScroll}
          onKeyDown={onKeyDown}
          // lines that come would move a button away before the click
          onPointerDown={({ target }) => {
            if (target instanceof Element && target.closest('button') !== null) stopFollowing();
          }}
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
                const entry = store.ring.get(seqAt(index));
                if (entry === undefined) return null;
                const { seq } = entry;
                const source = snapshot.sources[entry.source];
                const isOpen = open.has(seq);
                return (
                  <div
                    key={key}
                    ref={wrap || isOpen ? virtualizer.measureElement : undefined}
                    data-index={index}
                    data-seq={seq}
                    data-level={entry.level === 0 ? undefined : LEVELS[entry.level]}
                    data-marked={marked === seq || (current?.seq === seq && current.ordinal < 0) || undefined}
                    data-frame={entry.head >= 0 || undefined}
                    data-open={isOpen || undefined}
                    className={classes.line}
                  >
                    {entry.mark === undefined ? (
                      <button
                        type="button"
                        tabIndex={-1}
                        className={classes.gutter}
                        aria-label={t('details.label')}
                        aria-expanded={isOpen}
                        onClick={() => toggleDetails(seq)}
                      />
                    ) : null}
                    <LogLine
                      entry={entry}
                      source={source}
                      look={look}
                      query={query}
                      currentHit={current?.seq === seq && current.ordinal >= 0 ? current.ordinal : undefined}
                      whole={whole.has(seq) || current?.seq === seq}
                      under={view.under(seq)}
                      unfolded={view.isOpen(seq)}
                      onShowAll={showAll}
                      onFold={fold}
                    />
                    {isOpen ? <LineDetails entry={entry} source={source} actions={details} /> : null}
                  </div>
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}
