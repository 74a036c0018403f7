import { useState } from 'react';
import type { LogSource } from './log-sources.ts';

/** Names of containers that a log has had. They stay when their pods go: a choice of one must not vanish under the pointer. */
export function useSeenContainers(sources: readonly LogSource[]): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const fresh = new Set(sources.map(({ frame }) => frame.container).filter((name) => !seen.includes(name)));
  if (fresh.size > 0) setSeen([...seen, ...fresh].sort());
  return seen;
}
