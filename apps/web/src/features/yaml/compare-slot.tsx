import { Suspense } from 'react';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { CompareTextsProps } from './compare-texts.tsx';

const Loaded = lazyWithWords(['writes'], () => import('./compare-texts.tsx'));

/** Two texts and what differs; what draws them is fetched when it is first wanted. */
export function CompareTexts(props: CompareTextsProps) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  );
}
