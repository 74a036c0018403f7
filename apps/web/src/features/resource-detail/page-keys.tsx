import { useRouter } from '@tanstack/react-router';
import { listPath, objectPath } from '../../api/addresses.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { useEscape } from '../../ui/use-escape.ts';
import { ActionKeys } from './action-keys.tsx';

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
  useEscape(true, () => {
    const { cluster, resource, namespace } = target;
    const list = listPath(cluster, resource, namespace === undefined ? null : [namespace]);
    router?.history.push(tab === 'overview' ? list : objectPath(target));
  });
  return <ActionKeys target={target} object={object} />;
}
