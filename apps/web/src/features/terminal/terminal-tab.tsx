import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { ContainerPicker } from '../../ui/container-picker.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useContainerParam } from '../../ui/use-container-param.ts';
import classes from './terminal.module.css';
import { TerminalView } from './terminal-view.tsx';
import { useWasRunning } from './use-was-running.ts';

/** The shell tab of a pod; loaded lazily, hence the default export. */
export default function TerminalTab({ target, object }: DetailProps) {
  const { t } = useTranslation('terminal');
  const containers = useMemo(() => readContainers(object), [object]);
  const [asked, setContainer] = useContainerParam();
  const name = containers.some((container) => container.name === asked) ? asked : defaultContainer(object, containers);
  const container = containers.find((candidate) => candidate.name === name);
  const { uid } = object.metadata;
  // A shell that was open stays on screen with its end when the container stops.
  const wasRunning = useWasRunning(`${uid}/${name}`, container?.state?.phase === 'running');
  if (container === undefined) return <EmptyState title={t('noContainers')} />;

  const picker = <ContainerPicker containers={containers} value={container.name} onChange={setContainer} />;
  if (!wasRunning)
    return (
      <div className={classes.view}>
        <div className={classes.bar}>{picker}</div>
        <EmptyState
          title={t('notRunning.title', { container: container.name })}
          hint={t(container.state?.phase === 'terminated' ? 'notRunning.stopped' : 'notRunning.waiting', {
            reason: container.state?.reason || t('notRunning.noReason'),
          })}
        />
      </div>
    );
  return (
    <TerminalView
      key={`${uid}/${container.name}`}
      place={{
        cluster: target.cluster,
        namespace: target.namespace ?? '',
        pod: target.name,
        uid,
        container: container.name,
      }}
      picker={picker}
      running={container.state?.phase === 'running'}
      deleting={object.metadata.deletionTimestamp !== undefined}
    />
  );
}
