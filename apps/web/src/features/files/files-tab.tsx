import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { useConfig } from '../../api/use-config.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { ContainerPicker } from '../../ui/container-picker.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useContainerParam } from '../../ui/use-container-param.ts';
import { FileBrowser } from './file-browser.tsx';
import classes from './files.module.css';

const NO_LIMITS = { viewBytes: 0, downloadBytes: 0, uploadBytes: 0 };

/** The files tab of a pod; loaded lazily, hence the default export. */
export default function FilesTab({ target, object }: DetailProps) {
  const { t } = useTranslation('files');
  const containers = useMemo(() => readContainers(object), [object]);
  const [asked, setContainer] = useContainerParam();
  const { data: config } = useConfig();
  const name = containers.some((container) => container.name === asked) ? asked : defaultContainer(object, containers);
  const container = containers.find((candidate) => candidate.name === name);
  if (container === undefined) return <EmptyState title={t('noContainers')} />;

  const picker = <ContainerPicker containers={containers} value={container.name} onChange={setContainer} />;
  if (container.state?.phase !== 'running')
    return (
      <div className={classes.view}>
        <div className={classes.bar}>{picker}</div>
        <EmptyState title={t('notRunning.title', { container: container.name })} hint={t('notRunning.hint')} />
      </div>
    );
  return (
    <FileBrowser
      // another instance of the container has other files
      key={`${object.metadata.uid}/${container.name}/${container.instance}`}
      place={{
        cluster: target.cluster,
        namespace: target.namespace ?? '',
        pod: target.name,
        container: container.name,
      }}
      podUid={object.metadata.uid}
      picker={picker}
      limits={config?.files ?? NO_LIMITS}
    />
  );
}
