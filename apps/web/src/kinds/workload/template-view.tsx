import { entriesAt, listAt, textAt, valueAt } from '../../api/read-field.ts';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { ContainerSpec } from '../containers/container-spec.tsx';
import classes from '../containers/containers.module.css';
import { VolumesTable } from '../containers/volumes-table.tsx';
import type { DetailProps } from '../define-kind.ts';

/** The pod template of a workload, also of one that makes jobs; loaded lazily, hence the default export. */
export default function TemplateView({ target, object }: DetailProps) {
  const t = useWords('kinds');
  const template = valueAt(object, 'spec.jobTemplate.spec.template') ?? valueAt(object, 'spec.template');
  const spec = valueAt(template, 'spec');
  const place = { cluster: target.cluster, namespace: target.namespace };
  const containers = [
    ...listAt(spec, 'initContainers').map((container) => ({ role: 'init', container })),
    ...listAt(spec, 'containers').map((container) => ({ role: 'main', container })),
  ];
  const ids = rowIds(containers.map(({ role, container }) => `${role}/${textAt(container, 'name')}`));
  const volumes = listAt(spec, 'volumes');
  const labels = entriesAt(template, 'metadata.labels');
  return (
    <>
      {labels.length === 0 ? null : (
        <p className={classes.role}>
          {t('section.templateLabels')}: {safeText(labels.map(([key, value]) => `${key}=${String(value)}`).join(', '))}
        </p>
      )}
      {containers.map(({ role, container }, index) => (
        <div key={ids[index]} className={classes.container}>
          <div className={classes.head}>
            <h3>{safeText(textAt(container, 'name'))}</h3>
            {role === 'main' ? null : <span className={classes.role}>{t(`container.role.${role}`)}</span>}
          </div>
          <ContainerSpec {...place} container={container} podSpec={spec} />
        </div>
      ))}
      {volumes.length === 0 ? null : (
        <div className={classes.container}>
          <div className={classes.head}>
            <h3>{t('section.volumes')}</h3>
          </div>
          <VolumesTable {...place} volumes={volumes} />
        </div>
      )}
    </>
  );
}
