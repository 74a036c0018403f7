import { Suspense, useSyncExternalStore } from 'react';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { paletteState } from './palette-state.ts';
import { usePaletteKeys } from './use-palette-keys.ts';

const Palette = lazyWithWords(['palette', 'actions'], () => import('./palette.tsx'));

/** The palette of a cluster's pages, once it is asked for. */
export function PaletteHost() {
  usePaletteKeys();
  const open = useSyncExternalStore(paletteState.subscribe, paletteState.isOpen);
  if (!open) return null;
  return (
    <Suspense>
      <Palette onClose={() => paletteState.set(false)} />
    </Suspense>
  );
}
