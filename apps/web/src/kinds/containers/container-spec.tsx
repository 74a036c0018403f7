import { entriesAt, listAt, textAt, textsAt, valueAt } from '../../api/read-field.ts';
import { CellView, cellText } from '../../ui/cell-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type FactItem, FactList } from '../../ui/fact-list.tsx';
import { FoldText } from '../../ui/fold-text.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './containers.module.css';
import { describeEnv } from './describe-env.ts';
import { commandText, describeCheck, describeProbe } from './describe-probe.ts';

interface ContainerSpecProps {
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly container: unknown;
  /** facts that come first, say what the kubelet reports */
  readonly leading?: readonly FactItem[];
}

/** What a container's spec asks for: image, command, ports, resources, probes, environment and mounts. */
export function ContainerSpec({ cluster, namespace, container, leading = [] }: ContainerSpecProps) {
  const t = useWords('kinds');
  const name = textAt(container, 'name');
  const image = textAt(container, 'image');
  const env = describeEnv(container, namespace);
  const envIds = rowIds(env.map(([variable = '']) => cellText(variable)));
  const mounts = listAt(container, 'volumeMounts');
  const text = (id: string, value: string) =>
    value === '' ? [] : [{ id, label: t(`container.${id}`), value: safeText(value) }];

  const probes = (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).flatMap((id) => {
    const probe = valueAt(container, id);
    return probe === undefined ? [] : text(id, describeProbe(probe, t));
  });
  const hooks = (['postStart', 'preStop'] as const).flatMap((id) => {
    const hook = valueAt(container, `lifecycle.${id}`);
    return hook === undefined ? [] : text(id, describeCheck(hook));
  });
  const facts: FactItem[] = [
    {
      id: 'image',
      label: t('container.image'),
      value: (
        <span className={classes.image}>
          {safeText(image)} <CopyButton text={image} label={t('container.copyImage', { name })} />
        </span>
      ),
    },
    ...leading,
    ...text('imagePullPolicy', textAt(container, 'imagePullPolicy')),
    ...text('command', commandText(textsAt(container, 'command'))),
    ...text('args', commandText(textsAt(container, 'args'))),
    ...text('workingDir', textAt(container, 'workingDir')),
    ...text('ports', listAt(container, 'ports').map(portText).join(', ')),
    ...text('requests', resourcesText(container, 'resources.requests')),
    ...text('limits', resourcesText(container, 'resources.limits')),
    ...probes,
    ...hooks,
  ];

  return (
    <>
      <FactList items={facts} />
      {env.length === 0 ? null : (
        <details className={classes.more}>
          <summary>{t('container.env', { count: env.length })}</summary>
          <SimpleTable
            label={t('container.env', { count: env.length })}
            columns={[t('col.name'), t('col.value'), t('col.from'), t('col.key')]}
            rows={env.map(([variable, value, ...source], line) => ({
              id: envIds[line] ?? '',
              cells: [
                <CellView key="name" cell={variable ?? ''} cluster={cluster} />,
                typeof value === 'string' && value !== '' ? (
                  <FoldText key="value" text={value} label={t('container.copyValue')} />
                ) : (
                  '–'
                ),
                ...source.map((cell, index) => (
                  <CellView key={index === 0 ? 'from' : 'key'} cell={cell} cluster={cluster} />
                )),
              ],
            }))}
          />
        </details>
      )}
      {mounts.length === 0 ? null : (
        <details className={classes.more}>
          <summary>{t('container.mounts', { count: mounts.length })}</summary>
          <SimpleTable
            label={t('container.mounts', { count: mounts.length })}
            columns={[t('col.path'), t('col.volume'), t('col.subPath'), t('col.readOnly')]}
            rows={mounts.map((mount) => ({
              id: textAt(mount, 'mountPath'),
              cells: [
                safeText(textAt(mount, 'mountPath')),
                safeText(textAt(mount, 'name')),
                safeText(textAt(mount, 'subPath') || textAt(mount, 'subPathExpr') || '–'),
                textAt(mount, 'readOnly') === 'true' ? t('yes') : t('no'),
              ],
            }))}
          />
        </details>
      )}
    </>
  );
}

function portText(port: unknown): string {
  const name = textAt(port, 'name');
  const host = textAt(port, 'hostPort');
  const number = `${textAt(port, 'containerPort')}/${textAt(port, 'protocol') || 'TCP'}`;
  return [name, number, host === '' ? '' : `(hostPort ${host})`].filter((part) => part !== '').join(' ');
}

function resourcesText(container: unknown, path: string): string {
  return entriesAt(container, path)
    .map(([name, amount]) => `${name} ${String(amount)}`)
    .join(', ');
}
