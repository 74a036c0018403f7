import { Suspense, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import type { BulkBarProps } from './bulk-bar.tsx';

const BulkBar = lazyWithWords(['actions'], () => import('./bulk-bar.tsx'));

/** What can be done with the selected rows, while there are any; and what a screen reader is told about how many. */
export function BulkBarSlot(props: BulkBarProps) {
  const { t } = useTranslation('bulk');
  const { selection } = props;
  const count = useSyncExternalStore(selection.subscribe, selection.getSize);
  const ever = useRef(false);
  if (count > 0) ever.current = true;
  return (
    <>
      <p className="qd-visually-hidden" aria-live="polite">
        {count > 0 ? t('count', { count }) : ever.current ? t('none') : ''}
      </p>
      {count > 0 ? (
        <Suspense fallback={null}>
          <BulkBar {...props} />
        </Suspense>
      ) : null}
    </>
  );
}
