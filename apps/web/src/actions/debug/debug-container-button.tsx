import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { BugPlay } from 'lucide-react';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import { useWords } from '../../ui/use-words.ts';
import debugContainer from '../debug-container.action.ts';
import { runAction } from '../run-action.tsx';

export interface DebugContainerButtonProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** undefined: whichever has the name */
  readonly podUid: string | undefined;
}

/** Offers a debug container where a pod's own containers lack what was wanted. Its dialog says when there is none to be had. */
export function DebugContainerButton({ cluster, namespace, pod, podUid }: DebugContainerButtonProps) {
  const words = useWords('actions');
  const router = useRouter();
  const { resources } = useDiscovery(cluster);
  const resource = findByKind(resources, 'v1', 'Pod');
  if (resource === undefined) return null;
  const target = { ref: { cluster, resource, namespace, name: pod }, ...(podUid === undefined ? {} : { uid: podUid }) };
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<BugPlay size={14} aria-hidden="true" />}
      onClick={() => runAction(debugContainer, [target], { words, navigate: (path) => router.history.push(path) })}
    >
      {words(debugContainer.title)}
    </Button>
  );
}
