import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';

export interface DebugCopy {
  readonly name: string;
  /** whose command is replaced */
  readonly container: string;
  readonly argv: readonly string[];
  /** "": the same */
  readonly image: string;
  readonly sameNode: boolean;
  readonly shareProcesses: boolean;
  readonly keepLabels: boolean;
  /** it is deleted with its terminal: then nothing restarts it either */
  readonly throwAway: boolean;
}

/** What `kubectl debug --copy-to` makes of a pod: the same, without what controllers and probes hang on it, and with another command. */
export function debugCopy(pod: KubeObject, copy: DebugCopy): object {
  const { metadata } = pod;
  const spec = { ...record(valueAt(pod, 'spec')) };
  delete spec['ephemeralContainers'];
  // the scheduler chooses again, and admission fills in again what it made of the class
  if (!copy.sameNode) delete spec['nodeName'];
  if (typeof spec['priorityClassName'] === 'string') delete spec['priority'];
  delete spec['hostname'];
  const labels = copy.keepLabels ? metadata.labels : undefined;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: copy.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: { 'quarterdeck.dev/copy-of': metadata.name },
    },
    spec: {
      ...spec,
      ...(copy.shareProcesses ? { shareProcessNamespace: true } : {}),
      ...(copy.throwAway ? { restartPolicy: 'Never', terminationGracePeriodSeconds: 1 } : {}),
      containers: listAt(pod, 'spec.containers').map((container) => copied(container, copy)),
    },
  };
}

function copied(container: unknown, { container: name, argv, image }: DebugCopy): object {
  const { livenessProbe: _live, readinessProbe: _ready, startupProbe: _start, args, ...kept } = record(container);
  if (textAt(container, 'name') !== name) return { ...kept, ...(args === undefined ? {} : { args }) };
  return { ...kept, ...(image === '' ? {} : { image }), command: argv };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
