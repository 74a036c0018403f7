import { Modal } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionPanelProps } from '../define-action.ts';
import { DrainPlanView } from './drain-plan-view.tsx';
import { DrainProgress } from './drain-progress.tsx';
import type { DrainRun } from './drain-run.ts';
import { drainOf, forgetDrain, startDrain } from './drain-runs.ts';

/** The plan of a drain, then the drain; it may be closed and opened again meanwhile. */
export function DrainDialog({ targets: [target], onClose }: ActionPanelProps) {
  const t = useWords('nodes');
  const cluster = target?.ref.cluster ?? '';
  const node = target?.ref.name ?? '';
  const [run, setRun] = useState(() => drainOf(cluster, node));
  const budgets = findResource(useDiscovery(cluster).resources, 'policy', 'poddisruptionbudgets');
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={t('drain.title', { node: safeText(node) })}
      closeButtonProps={{ 'aria-label': t('drain.close') }}
      size="xl"
    >
      {run === undefined ? (
        <DrainPlanView
          cluster={cluster}
          node={node}
          budgets={budgets}
          onClose={onClose}
          onStart={(options) => setRun(startDrain(cluster, node, budgets, options))}
        />
      ) : (
        <Shown
          run={run}
          cluster={cluster}
          node={node}
          onClose={onClose}
          onAgain={() => {
            forgetDrain(cluster, node);
            setRun(undefined);
          }}
        />
      )}
    </Modal>
  );
}

function Shown({
  run,
  ...rest
}: {
  readonly run: DrainRun;
  readonly cluster: string;
  readonly node: string;
  readonly onClose: () => void;
  readonly onAgain: () => void;
}) {
  const snapshot = useSyncExternalStore(run.subscribe, run.getSnapshot);
  return <DrainProgress run={run} snapshot={snapshot} {...rest} />;
}
