import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import type { ObjectRef } from '../../../api/kube-object.ts';
import { loadPageWords } from '../../../i18n/i18n.ts';
import type { ListSubject } from '../list-subject.ts';

const PanelFrame = lazy(async () => {
  const [frame] = await Promise.all([import('./panel-frame.tsx'), loadPageWords()]);
  return frame;
});

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
