import { useEffect, useRef, useState } from 'react';
import type { LogEntry } from './log-entry.ts';
import type { CurrentHit } from './log-list.tsx';
import type { LineName } from './log-settings.ts';
import type { LogSnapshot, LogStore } from './log-store.ts';

/** When no more lines have come for so long, the line will not come either. */
const QUIET_MS = 3000;
/** Nor when later ones have been there for so long, and more come all the time. */
const LATER_MS = 10_000;
/** By so much a container's two streams may be out of order. */
const DISORDER_MS = 1000;

export interface LinkedLine {
  /** where it is, once it is found */
  readonly at: CurrentHit | undefined;
  readonly state: 'none' | 'looking' | 'found' | 'nearest' | 'missing';
  /** while it is looked for: the first line that would do instead. What is before it may go, so that more can come. */
  readonly next?: number;
}

const NONE: LinkedLine = { at: undefined, state: 'none' };

/** Finds the line that the address names among those that come; the nearest one after it where it is gone. */
export function useLinkedLine(store: LogStore, snapshot: LogSnapshot, line: LineName | undefined): LinkedLine {
  const [found, setFound] = useState<LinkedLine>(NONE);
  const looked = useRef(0);
  const next = useRef<{ readonly seq: number; readonly since: number }>(undefined);
  const name = line === undefined ? '' : `${line.time}~${line.source}`;
  const wanted = useRef(name);
  const { end, start, filtered } = snapshot;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when lines come
  useEffect(() => {
    if (wanted.current !== name || line === undefined) {
      wanted.current = name;
      looked.current = 0;
      next.current = undefined;
      setFound(NONE);
    }
    if (line === undefined || (found.state !== 'none' && found.state !== 'looking' && wanted.current === name)) return;
    const at = Date.parse(line.time);
    // what the filter has not looked at yet has no place in the view to go to
    const to = Math.min(end, store.view.next);
    for (let seq = Math.max(looked.current, start); seq < to; seq++) {
      const entry = store.ring.get(seq);
      if (entry === undefined || entry.mark !== undefined) continue;
      const isItsSource = snapshot.sources[entry.source]?.key === line.source;
      if (isItsSource && entry.time === line.time) {
        setFound(foundAt(entry, 'found'));
        return;
      }
      if (entry.at >= at) next.current ??= { seq, since: performance.now() };
      // a container's lines come in their order: the line is gone
      if (isItsSource && entry.at > at + DISORDER_MS) {
        setFound(nearest(store, next.current, at));
        return;
      }
    }
    looked.current = to;
    const seq = next.current?.seq;
    setFound((before) =>
      before.state === 'looking' && before.next === seq
        ? before
        : { at: undefined, state: 'looking', ...(seq === undefined ? {} : { next: seq }) },
    );
    const left = next.current === undefined ? QUIET_MS : next.current.since + LATER_MS - performance.now();
    const giveUp = () => setFound(nearest(store, next.current, at));
    const timer = setTimeout(giveUp, Math.max(0, Math.min(QUIET_MS, left)));
    return () => clearTimeout(timer);
  }, [store, name, start, end, filtered]);
  return found;
}

function foundAt({ seq }: LogEntry, state: 'found' | 'nearest'): LinkedLine {
  return { at: { seq, ordinal: -1 }, state };
}

function nearest({ ring }: LogStore, next: { readonly seq: number } | undefined, at: number): LinkedLine {
  const known = next && ring.get(next.seq);
  if (known !== undefined) return foundAt(known, 'nearest');
  for (const entry of ring.entries()) if (entry.mark === undefined && entry.at >= at) return foundAt(entry, 'nearest');
  return { at: undefined, state: 'missing' };
}
