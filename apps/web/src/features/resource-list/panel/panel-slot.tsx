import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import type { DiscoveredResource, ObjectRef } from '../../../api/kube-object.ts';
import { loadPageWords } from '../../../i18n/i18n.ts';
import { readRowKey } from './row-key.ts';

const PanelFrame = lazy(async () => {
  const [frame] = await Promise.all([import('./panel-frame.tsx'), loadPageWords()]);
  return frame;
});

export interface PanelSlotProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  /** `open` of the address */
  readonly opened: string | undefined;
  readonly content: ComponentType<{ readonly target: ObjectRef }> | undefined;
  readonly onClose: () => void;
}

/** The object that stands open beside the list, if one does. */
export function PanelSlot({ cluster, resource, opened, content, onClose }: PanelSlotProps) {
  const target = useMemo<ObjectRef | undefined>(() => {
    const row = readRowKey(opened, resource.namespaced);
    return row && { cluster, resource, namespace: row.namespace, name: row.name };
  }, [cluster, resource, opened]);
  if (target === undefined || content === undefined) return null;
  return (
    <Suspense fallback={null}>
      <PanelFrame target={target} content={content} onClose={onClose} />
    </Suspense>
  );
}
