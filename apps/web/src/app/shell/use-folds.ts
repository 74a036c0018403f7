import { useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';

/** Whether a part of the sidebar is folded, remembered between visits. */
export function useFolds(id: string): [folded: boolean, toggle: () => void] {
  const key = `fold.${id}`;
  const [folded, setFolded] = useState(() => recall(key) === 'folded');
  return [
    folded,
    () => {
      remember(key, folded ? 'open' : 'folded');
      setFolded(!folded);
    },
  ];
}
