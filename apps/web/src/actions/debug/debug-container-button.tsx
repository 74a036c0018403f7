import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { BugPlay } from 'lucide-react';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import { useWords } from '../../ui/use-words.ts';
import debugContainer from '../debug-container.action.ts';

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
  const open = async () => {
    const { runAction } = await import('../run-action.tsx');
    runAction(debugContainer, [target], { words, navigate: (path) => router.history.push(path) });
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<BugPlay size={14} aria-hidden="true" />}
      onClick={() => void open()}
    >
      {words(debugContainer.title)}
    </Button>
  );
}
