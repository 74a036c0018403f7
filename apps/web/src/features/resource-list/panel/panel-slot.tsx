import { type ComponentType, Suspense, useMemo } from 'react';
import type { ObjectRef } from '../../../api/kube-object.ts';
import { lazyWithWords } from '../../../i18n/lazy-with-words.ts';
import type { ListSubject } from '../list-subject.ts';

const PanelFrame = lazyWithWords(['pages'], () => import('./panel-frame.tsx'));

export interface PanelSlotProps {
  readonly subject: ListSubject;
  /** `open` of the address */
  readonly opened: string | undefined;
  readonly content: ComponentType<{ readonly target: ObjectRef }> | undefined;
  readonly onClose: () => void;
}

/** The object that stands open beside the list, if one does. */
export function PanelSlot({ subject, opened, content, onClose }: PanelSlotProps) {
  const target = useMemo(() => (opened === undefined ? undefined : subject.refOf(opened)), [subject, opened]);
  if (target === undefined || content === undefined) return null;
  return (
    <Suspense fallback={null}>
      <PanelFrame target={target} content={content} onClose={onClose} />
    </Suspense>
  );
}
