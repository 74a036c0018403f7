import { useState } from 'react';

/** Whether something has run at any time since this view of it began; `key` says what it is. */
export function useWasRunning(key: string, running: boolean): boolean {
  const [seen, setSeen] = useState({ key, running });
  if (seen.key !== key) setSeen({ key, running });
  else if (running && !seen.running) setSeen({ key, running: true });
  return running || (seen.key === key && seen.running);
}
