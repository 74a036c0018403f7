import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { listPath, objectPath } from '../../api/addresses.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { ActionKeys } from './action-keys.tsx';
import { isKeyTaken } from './is-key-taken.ts';

interface PageKeysProps {
  readonly target: ObjectRef;
  /** undefined: nothing can be done with it */
  readonly object: KubeObject | undefined;
  readonly tab: string;
}

/**
 * Single keys on the page of an object: those of its actions, and Esc for one level up: from a view to the overview, from there to
 * the list.
 */
export function PageKeys({ target, object, tab }: PageKeysProps) {
  const router = useRouter({ warn: false });
  const latest = useRef({ target, tab, router });
  latest.current = { target, tab, router };

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (key !== 'Escape' || ctrlKey || metaKey || altKey || isKeyTaken(event)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      const now = latest.current;
      const { cluster, resource, namespace } = now.target;
      const list = listPath(cluster, resource, namespace === undefined ? null : [namespace]);
      now.router?.history.push(now.tab === 'overview' ? list : objectPath(now.target));
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return <ActionKeys target={target} object={object} />;
}
