import type { KubeObject } from '../../api/kube-object.ts';
import { entriesAt, listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { EventFacts } from '../../live/read-event.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type FactItem, FactList } from '../../ui/fact-list.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './containers.module.css';
import { commandText, describeCheck, describeProbe } from './describe-probe.ts';
import { effectiveSecurity, rootWords } from './effective-security.ts';
import { readEntryPoint } from './entry-point.ts';
import { EnvTable } from './env-table.tsx';
import { type HookRole, hookWords } from './hook-words.ts';
import { MountsTable } from './mounts-table.tsx';

/** The newest failure of a container's hook, as events tell it. */
export type HookFailure = (container: string, hook: HookRole) => EventFacts | undefined;

export interface ContainerSpecProps {
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly container: unknown;
  /** the spec of the pod that the container is of, or of the template of such pods */
  readonly podSpec: unknown;
  /** undefined for a template: there is no pod yet */
  readonly pod?: KubeObject | undefined;
  /** facts that come first, say what the kubelet reports */
  readonly leading?: readonly FactItem[];
  /** how a hook of a container failed last */
  readonly hookFailure?: HookFailure;
}

/** What a container's spec asks for: image, command, ports, resources, probes, rights, environment and mounts. */
export function ContainerSpec(props: ContainerSpecProps) {
  const { container, podSpec, pod, leading = [], hookFailure } = props;
  const t = useWords('kinds');
  const words = useWords('sections');
  const name = textAt(container, 'name');
  const image = textAt(container, 'image');
  const text = (id: string, value: string) => lines(id, value === '' ? [] : [value]);
  const lines = (id: string, values: readonly string[]): FactItem[] =>
    values.length === 0 ? [] : [{ id, label: t(`container.${id}`), value: <Lines lines={values} /> }];
  const entry = readEntryPoint(container);
  const security = effectiveSecurity(podSpec, container, pod?.metadata.annotations);
  const root = rootWords(security);

  const probes = (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).flatMap((id) => {
    const probe = valueAt(container, id);
    return probe === undefined ? [] : lines(id, describeProbe(probe, id, container, words));
  });
  const hooks = (['postStart', 'preStop'] as const).flatMap((id) => {
    const hook = valueAt(container, `lifecycle.${id}`);
    if (hook === undefined) return [];
    const failure = hookFailure?.(name, id);
    return [
      {
        id,
        label: t(`container.${id}`),
        value: (
          <>
            <Lines lines={[describeCheck(hook, container), hookWords(id, podSpec, words)]} />
            {failure === undefined ? null : (
              <div className={classes.missing}>
                {words('hook.failed')}{' '}
                {Number.isFinite(failure.last) ? <Moment at={new Date(failure.last * 1000).toISOString()} /> : null}
                <div>{safeText(failure.message)}</div>
              </div>
            )}
          </>
        ),
      },
    ];
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
    ...text('command', commandText(entry.command)),
    ...text('args', commandText(entry.args)),
    { id: 'entry', label: words('entry.label'), value: words(entry.words) },
    ...text('workingDir', textAt(container, 'workingDir')),
    ...text('ports', listAt(container, 'ports').map(portText).join(', ')),
    ...text('requests', resourcesText(container, 'resources.requests')),
    ...text('limits', resourcesText(container, 'resources.limits')),
    ...probes,
    ...hooks,
    {
      id: 'security',
      label: words('security.label'),
      value: (
        <Lines
          lines={[
            ...security.map(
              ({ field, value, from }) => `${field}: ${value}${from === 'pod' ? words('security.ofPod') : ''}`,
            ),
            ...(root === undefined ? [] : [words(root)]),
          ]}
        />
      ),
    },
    ...OTHER.flatMap(([field, standard]) => {
      const value = textAt(container, field);
      return value === '' || value === standard ? [] : [{ id: field, label: field, value: safeText(value) }];
    }),
  ];

  return (
    <>
      <FactList items={facts} />
      <EnvTable {...props} />
      <MountsTable {...props} />
    </>
  );
}

/** Settings that few containers have, under their own names, with what the API server fills in. */
const OTHER: readonly (readonly [field: string, standard: string])[] = [
  ['restartPolicy', ''],
  ['stdin', 'false'],
  ['stdinOnce', 'false'],
  ['tty', 'false'],
  ['terminationMessagePath', '/dev/termination-log'],
  ['terminationMessagePolicy', 'File'],
  ['targetContainerName', ''],
];

/** One line below the other, of a cluster's making. */
function Lines({ lines }: { readonly lines: readonly string[] }) {
  const ids = rowIds(lines);
  return lines.map((line, index) => <div key={ids[index]}>{safeText(line)}</div>);
}

function portText(port: unknown): string {
  const name = textAt(port, 'name');
  const host = textAt(port, 'hostPort');
  const address = textAt(port, 'hostIP');
  const number = `${textAt(port, 'containerPort')}/${textAt(port, 'protocol') || 'TCP'}`;
  return [name, number, host === '' ? '' : `(hostPort ${address === '' ? '' : `${address}:`}${host})`]
    .filter((part) => part !== '')
    .join(' ');
}

function resourcesText(container: unknown, path: string): string {
  return entriesAt(container, path)
    .map(([name, amount]) => `${name} ${String(amount)}`)
    .join(', ');
}
