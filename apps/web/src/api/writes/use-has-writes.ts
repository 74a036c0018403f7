import { useSyncExternalStore } from 'react';
import { undoMemory } from './undo-memory.ts';

const hasWrites = () => undoMemory.writes().length > 0;

/** Whether there is a write of this tab to tell of: what tells of it is fetched only then. */
export function useHasWrites(): boolean {
  return useSyncExternalStore(undoMemory.subscribe, hasWrites);
}
