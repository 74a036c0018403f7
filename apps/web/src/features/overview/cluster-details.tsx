import { type ReactNode, useState } from 'react';
import { useWords } from '../../ui/use-words.ts';
import { ControlPlane } from './control-plane.tsx';
import { JoinHelp } from './join-help.tsx';
import { NodeTable } from './node-table.tsx';
import classes from './overview.module.css';

/** What is read of a cluster only when somebody wants to know; loaded lazily, hence the default export. */
export default function ClusterDetails({ cluster }: { readonly cluster: string }) {
  const t = useWords('nodes');
  return (
    <>
      <Fold title={t('cluster.nodes')}>
        <NodeTable cluster={cluster} />
      </Fold>
      <Fold title={t('cluster.controlPlane')}>
        <ControlPlane cluster={cluster} />
      </Fold>
      <Fold title={t('join.title')}>
        <JoinHelp cluster={cluster} />
      </Fold>
    </>
  );
}

function Fold({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.fold} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen ? children : null}
    </details>
  );
}
