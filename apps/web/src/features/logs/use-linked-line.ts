import { useEffect, useRef, useState } from 'react';
import type { CurrentHit } from './log-list.tsx';
import type { LineName } from './log-settings.ts';
import type { LogSnapshot, LogStore } from './log-store.ts';

/** When no more lines have come for so long, the line will not come either. */
const QUIET_MS = 3000;

interface LinkedLine {
  /** where it is, once it is found */
  readonly at: CurrentHit | undefined;
  readonly state: 'none' | 'looking' | 'found' | 'nearest' | 'missing';
}

const NONE: LinkedLine = { at: undefined, state: 'none' };

/** Finds the line that the address names among those that come; the nearest one after it where it is gone. */
export function useLinkedLine(store: LogStore, snapshot: LogSnapshot, line: LineName | undefined): LinkedLine {
  const [found, setFound] = useState<LinkedLine>(NONE);
  const looked = useRef(0);
  const name = line === undefined ? '' : `${line.time}~${line.source}`;
  const wanted = useRef(name);
  const { end, start, filtered } = snapshot;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when lines come
  useEffect(() => {
    if (wanted.current !== name || line === undefined) {
      wanted.current = name;
      looked.current = 0;
      setFound(NONE);
    }
    if (line === undefined || (found.state !== 'none' && found.state !== 'looking' && wanted.current === name)) return;
    for (let seq = Math.max(looked.current, start); seq < end; seq++) {
      const entry = store.ring.get(seq);
      if (entry?.time !== line.time || snapshot.sources[entry.source]?.key !== line.source) continue;
      setFound({ at: { seq, ordinal: -1 }, state: 'found' });
      return;
    }
    looked.current = end;
    setFound((before) => (before.state === 'looking' ? before : { at: undefined, state: 'looking' }));
    const timer = setTimeout(() => setFound(nearest(store, Date.parse(line.time))), QUIET_MS);
    return () => clearTimeout(timer);
  }, [store, name, start, end, filtered]);
  return found;
}

function nearest({ ring }: LogStore, at: number): LinkedLine {
  for (const entry of ring.entries())
    if (entry.mark === undefined && entry.at >= at) return { at: { seq: entry.seq, ordinal: -1 }, state: 'nearest' };
  return { at: undefined, state: 'missing' };
}
