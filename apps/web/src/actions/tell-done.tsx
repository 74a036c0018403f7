import { notifications } from '@mantine/notifications';
import type { ObjectRef } from '../api/kube-object.ts';
import { undoMemory } from '../api/writes/undo-memory.ts';
import { safeText } from '../ui/safe-text.ts';
import type { Words } from '../ui/use-words.ts';
import type { ActionTarget } from './define-action.ts';
import { whatOfMany } from './what-of-many.ts';

/** Says that an action has been done. */
export function tellDone(action: string, targets: readonly ActionTarget[], t: Words): void {
  const [first] = targets;
  // what can be undone says so itself
  if (first === undefined || isRemembered(targets)) return;
  const { name } = first.ref;
  const message =
    targets.length === 1
      ? t('done.one', { action, name: safeText(name) })
      : t('done.many', { action, count: targets.length, kind: whatOfMany(targets, t) });
  notifications.show({ message, autoClose: 4000 });
}

function isRemembered(targets: readonly ActionTarget[]): boolean {
  const [write] = undoMemory.writes();
  return (
    write !== undefined &&
    write.items.length === targets.length &&
    targets.every(({ ref }) => write.items.some((item) => isSame(item.ref, ref)))
  );
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
  return a.name === b.name && a.namespace === b.namespace && a.resource === b.resource && a.cluster === b.cluster;
}
