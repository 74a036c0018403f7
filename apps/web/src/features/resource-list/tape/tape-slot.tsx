import { Suspense } from 'react';
import { lazyWithWords } from '../../../i18n/lazy-with-words.ts';
import type { TapePaneProps } from './tape-pane.tsx';

const TapePane = lazyWithWords(['pages'], () => import('./tape-pane.tsx'));

/** The tape of transitions while it is open; loaded when it is for the first time. */
export function TapeSlot({ open, ...props }: { readonly open: boolean } & TapePaneProps) {
  return open ? (
    <Suspense fallback={null}>
      <TapePane {...props} />
    </Suspense>
  ) : null;
}
