import type { KubeObject } from '../../api/kube-object.ts';
import { type ContainerState, type PodContainer, readContainers } from '../../api/pod-containers.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';

/** What the pod is doing, in a sentence: "1 of 2 containers ready; app is waiting: CrashLoopBackOff". */
export function podSentence(pod: KubeObject, t: Words): string {
  const containers = readContainers(pod);
  const phase = textAt(pod, 'status.phase');
  const reason = textAt(pod, 'status.reason');
  const message = textAt(pod, 'status.message');

  if (pod.metadata.deletionTimestamp !== undefined) {
    const seconds = numberAt(pod, 'metadata.deletionGracePeriodSeconds') ?? 0;
    return join([t('pod.sentence.terminating', { seconds }), readiness(containers, t)], t);
  }
  if (phase === 'Succeeded') return t('pod.sentence.completed');
  if (phase === 'Failed') {
    const ends = containers.map((container) => problemOf(container, t)).filter((text) => text !== '');
    const cause = reason === '' ? '' : message === '' ? reason : `${reason}: ${message}`;
    return join([t('pod.sentence.failed'), cause, ...ends], t);
  }
  if (phase === 'Unknown' || reason === 'NodeLost')
    return t('pod.sentence.unknown', { node: textAt(pod, 'spec.nodeName') });
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled.status === 'False')
    return t('pod.sentence.unscheduled', { why: scheduled.message || scheduled.reason });
  if (containers.every(({ state }) => state === undefined)) return t('pod.sentence.pending');

  const inits = containers.filter(({ role }) => role === 'init');
  const pending = inits.findIndex(({ state }) => state?.phase !== 'terminated' || state.exitCode !== 0);
  const init = inits[pending];
  if (init !== undefined && phase === 'Pending') {
    const place = t('pod.sentence.init', { number: pending + 1, total: inits.length, name: init.name });
    return join([place, problemOf(init, t)], t);
  }
  const others = containers.filter(({ role }) => role !== 'init' && role !== 'ephemeral');
  return join([readiness(containers, t), ...others.map((container) => problemOf(container, t))], t);
}

function readiness(containers: readonly PodContainer[], t: Words): string {
  const counted = containers.filter(({ role }) => role === 'main' || role === 'sidecar');
  const ready = counted.filter((container) => container.ready).length;
  return t('pod.sentence.ready', { ready, count: counted.length });
}

/** What is wrong with one container, "" when nothing is. */
function problemOf(container: PodContainer, t: Words): string {
  const { name, state, lastState } = container;
  if (state === undefined) return '';
  if (state.phase === 'waiting')
    return withLastEnd(t('pod.sentence.waiting', { name, reason: state.reason || '–' }), lastState, t);
  if (state.phase === 'terminated')
    return state.exitCode === 0 && container.role === 'init' ? '' : t('pod.sentence.ended', ended(state, name));
  if (!container.ready && container.role !== 'init' && container.role !== 'ephemeral')
    return withLastEnd(t('pod.sentence.notReady', { name }), lastState, t);
  return '';
}

function withLastEnd(text: string, last: ContainerState | undefined, t: Words): string {
  if (last?.phase !== 'terminated') return text;
  return t('pod.sentence.withLast', { text, ...ended(last, '') });
}

function ended(state: ContainerState, name: string): Record<string, unknown> {
  return { name, code: state.exitCode ?? '?', reason: state.reason || '–' };
}

function join(parts: readonly string[], t: Words): string {
  return parts.filter((part) => part !== '').join(t('kind-lists:list.separator'));
}

/** The status of the condition of that type, "" when the pod has none. */
function condition(object: KubeObject, type: string): { status: string; reason: string; message: string } {
  const found = listAt(object, 'status.conditions').find((item) => textAt(item, 'type') === type);
  return { status: textAt(found, 'status'), reason: textAt(found, 'reason'), message: textAt(found, 'message') };
}
