import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { listPath, objectPath } from '../../api/addresses.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { isTyping } from '../../ui/is-typing.ts';

const ShortcutRunner = lazy(() => import('../../actions/shortcut-runner.tsx'));

interface PageKeysProps {
  readonly target: ObjectRef;
  /** undefined: nothing can be done with it */
  readonly object: KubeObject | undefined;
  readonly tab: string;
}

/** Whether a key belongs to something that is in front of the page or takes text. */
function isTaken({ defaultPrevented, target }: KeyboardEvent): boolean {
  if (defaultPrevented || isTyping(target)) return true;
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], .cm-editor, .xterm') !== null;
}

/**
 * Single keys on the page of an object: those of its actions (y, l, s, e, Delete …), and Esc for one level up: from a view to the
 * overview, from there to the list.
 */
export function PageKeys({ target, object, tab }: PageKeysProps) {
  const router = useRouter({ warn: false });
  const definition = useKind(target.resource);
  const [pressed, setPressed] = useState<string>();
  const latest = useRef({ target, object, tab, router });
  latest.current = { target, object, tab, router };

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey || isTaken(event)) return;
      const now = latest.current;
      if (key === 'Escape') {
        if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
        const { cluster, resource, namespace } = now.target;
        const list = listPath(cluster, resource, namespace === undefined ? null : [namespace]);
        now.router?.history.push(now.tab === 'overview' ? list : objectPath(now.target));
      } else if (now.object !== undefined && (key === 'Delete' || key.length === 1)) setPressed(key);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  if (pressed === undefined || object === undefined) return null;
  return (
    <Suspense fallback={null}>
      <ShortcutRunner
        target={{ ref: target, object, uid: object.metadata.uid }}
        kindActions={definition?.actions ?? []}
        pressed={pressed}
        onDone={() => setPressed(undefined)}
      />
    </Suspense>
  );
}
