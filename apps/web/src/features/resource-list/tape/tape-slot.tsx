import { lazy, Suspense } from 'react';
import { loadPageWords } from '../../../i18n/i18n.ts';
import type { TapePaneProps } from './tape-pane.tsx';

const TapePane = lazy(async () => {
  const [pane] = await Promise.all([import('./tape-pane.tsx'), loadPageWords()]);
  return pane;
});

/** The tape of transitions while it is open; loaded when it is for the first time. */
export function TapeSlot({ open, ...props }: { readonly open: boolean } & TapePaneProps) {
  return open ? (
    <Suspense fallback={null}>
      <TapePane {...props} />
    </Suspense>
  ) : null;
}
