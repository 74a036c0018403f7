import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import deletion from '../../actions/delete.action.ts';
import { runAction } from '../../actions/run-action.tsx';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useWords } from '../../ui/use-words.ts';
import type { SetPod } from './set-pods.ts';

interface DeletePodProps {
  /** the set, which makes the pod again */
  readonly target: ObjectRef;
  readonly pod: SetPod;
  /** for those who hear the button without its row */
  readonly label: string;
}

/** Deletes a pod, so that its set makes it again of the newest revision. */
export function DeletePod({ target: { cluster, namespace }, pod: { name, uid }, label }: DeletePodProps) {
  const t = useWords('sets');
  const words = useWords('actions');
  const router = useRouter();
  const resource = findResource(useDiscovery(cluster).resources, '', 'pods');
  if (resource === undefined) return null;
  return (
    <div>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={label}
        onClick={() =>
          runAction(deletion, [{ ref: { cluster, resource, namespace, name }, uid }], {
            navigate: (path) => router.history.push(path),
            words,
          })
        }
      >
        {t('deletePod.label')}
      </Button>
    </div>
  );
}
