import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { ALL_CONTAINERS, ContainerPicker } from '../../ui/container-picker.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useContainerParam } from '../../ui/use-container-param.ts';
import { logCommand } from './log-command.ts';
import { LogPanel } from './log-panel.tsx';
import type { LogRequest } from './log-source.ts';
import { useLogSettings } from './use-log-settings.ts';

/** The logs tab of a pod: one of its containers, or all; loaded lazily, hence the default export. */
export default function LogTab({ target, object }: DetailProps) {
  const { t } = useTranslation('logs');
  const containers = useMemo(() => readContainers(object), [object]);
  const [asked, setContainer] = useContainerParam();
  const [settings] = useLogSettings();
  const { cluster, namespace = '', name } = target;
  const all = asked === ALL_CONTAINERS;
  const one = containers.some((container) => container.name === asked) ? asked : defaultContainer(object, containers);
  const container = containers.find((candidate) => candidate.name === one);
  const names = all ? containers.map((each) => each.name).join('\n') : (one ?? '');
  const sources = useMemo<LogRequest['sources']>(
    () => [{ namespace, fieldSelector: `metadata.name=${name}`, ...(all ? {} : { containers: names.split('\n') }) }],
    [namespace, name, all, names],
  );
  // whoever may read the log of a pod may still not list pods
  const withoutList = useMemo<LogRequest['sources']>(
    () => names.split('\n').map((each) => ({ namespace, pod: name, container: each })),
    [namespace, name, names],
  );
  if (container === undefined) return <EmptyState title={t('noContainers')} />;
  const scope = { namespace, pod: name, container: all ? undefined : container.name };
  return (
    <LogPanel
      // Another pod of the same name is another log, and so is another container.
      key={`${object.metadata.uid}/${all ? '' : container.name}`}
      cluster={cluster}
      sources={sources}
      withoutList={withoutList}
      label={t('label', { container: all ? name : container.name })}
      fileName={`${name}_${all ? 'all' : container.name}`}
      picker={() => (
        <ContainerPicker
          containers={containers}
          value={all ? ALL_CONTAINERS : container.name}
          onChange={setContainer}
          all={t('container.all')}
        />
      )}
      command={(timestamps) => logCommand(scope, settings, timestamps)}
      again={`${container.instance}/${container.state?.phase ?? ''}`}
      gone={object.metadata.deletionTimestamp !== undefined}
    />
  );
}
