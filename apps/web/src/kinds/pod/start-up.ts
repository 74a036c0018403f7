import type { KubeObject } from '../../api/kube-object.ts';
import { readContainers } from '../../api/pod-containers.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { EventFacts } from '../../live/read-event.ts';

/** A step on a pod's way from its creation to readiness. */
export interface Step {
  /** unique within the timeline */
  readonly id: string;
  /** "created", "scheduled" …: a key of words; "event" for one that stands under its own reason */
  readonly what: string;
  /** the reason of the event, "" for what the status tells */
  readonly reason: string;
  /** the container that it is about, "" for the pod */
  readonly container: string;
  readonly detail: string;
  /** epoch seconds */
  readonly at: number;
  /** seconds since the step before; undefined for the first */
  readonly after: number | undefined;
  readonly warning: boolean;
  /** how often */
  readonly times: number;
}

/** Events that are steps of a start, by their place in it; the others of a pod are told by the list of events. */
const STEPS: ReadonlyMap<string, string> = new Map([
  ['Scheduled', 'scheduled'],
  ['SuccessfulAttachVolume', 'attached'],
  ['Pulling', 'pulling'],
  ['Pulled', 'pulled'],
  ['Created', 'containerCreated'],
  ['Started', 'started'],
]);
/** What happens at one moment (times have seconds) in the order in which it must have happened. */
const RANK = [
  'created',
  'event',
  'scheduled',
  'accepted',
  'attached',
  'pulling',
  'pulled',
  'containerCreated',
  'started',
  'finished',
];
const CONDITIONS: ReadonlyMap<string, string> = new Map([
  ['PodScheduled', 'scheduled'],
  ['PodReadyToStartContainers', 'sandbox'],
  ['Initialized', 'initialized'],
  ['ContainersReady', 'containersReady'],
  ['Ready', 'ready'],
]);
/** Of a pod that has been failing for hours the beginning and the end are told. */
const MOST_STEPS = 60;

type Found = Omit<Step, 'after' | 'id'> & { readonly order: number };

/** The start of a pod as its status and its events tell it, in order of time. */
export function startUp(pod: KubeObject, events: readonly EventFacts[]): readonly Step[] {
  const containers = readContainers(pod).filter(({ role }) => role !== 'ephemeral');
  const place = new Map(containers.map(({ name }, index) => [name, index]));
  const firstMain = containers.findIndex(({ role }) => role === 'main');

  const found: Found[] = [];
  const add = (what: string, at: string | number, more: Partial<Omit<Found, 'what' | 'at'>> = {}) => {
    const seconds = typeof at === 'number' ? at : Date.parse(at) / 1000;
    const container = more.container ?? '';
    if (!(seconds > 0)) return;
    // one step may be told by the status and by an event: the event knows more
    const twin = found.find((other) => other.what === what && what !== 'event' && other.container === container);
    if (twin !== undefined && what !== 'pulling' && what !== 'pulled') return;
    const group = container === '' ? (what === 'initialized' ? firstMain - 0.5 : -1) : (place.get(container) ?? 0);
    const late = what === 'containersReady' ? 1e6 : what === 'ready' ? 2e6 : 0;
    found.push({
      what,
      at: seconds,
      reason: '',
      detail: '',
      warning: false,
      times: 1,
      ...more,
      container,
      order: late + group * 100 + Math.max(0, RANK.indexOf(what)),
    });
  };

  add('created', pod.metadata.creationTimestamp ?? '');
  for (const event of [...events].sort((a, b) => a.first - b.first)) {
    const what = STEPS.get(event.reason);
    if (what === undefined && event.type !== 'Warning') continue;
    add(what ?? 'event', event.first, {
      reason: event.reason,
      container: containerOf(event.part),
      detail: event.message,
      warning: event.type === 'Warning',
      times: event.count,
    });
  }
  for (const condition of listAt(pod, 'status.conditions')) {
    const what = CONDITIONS.get(textAt(condition, 'type'));
    if (what !== undefined && textAt(condition, 'status') === 'True')
      add(what, textAt(condition, 'lastTransitionTime'));
  }
  add('accepted', textAt(pod, 'status.startTime'));
  for (const { name, state, lastState, restarts, role } of containers) {
    // after a restart its first start is not known any more, unless an event of it is still there
    if (restarts === 0 && lastState === undefined) add('started', state?.startedAt ?? '', { container: name });
    else if (state?.phase === 'running') add('restarted', state.startedAt, { container: name, times: restarts });
    if (role === 'init' && state?.phase === 'terminated' && state.exitCode === 0)
      add('finished', state.finishedAt, { container: name });
  }
  return numbered(found);
}

function numbered(found: readonly Found[]): readonly Step[] {
  // the kubelet's events have microseconds at best, the status has seconds: within one second the order of things decides
  const sorted = [...found].sort((a, b) => Math.floor(a.at) - Math.floor(b.at) || a.order - b.order);
  const kept =
    sorted.length <= MOST_STEPS
      ? sorted
      : [...sorted.slice(0, MOST_STEPS / 2), ...sorted.slice(sorted.length - MOST_STEPS / 2)];
  return kept.map(({ order: _, ...step }, index) => {
    const before = kept[index - 1];
    return {
      ...step,
      id: `${index} ${step.what} ${step.container}`,
      after: before === undefined ? undefined : Math.max(0, step.at - before.at),
    };
  });
}

/** The container of "spec.containers{app}"; "" for the pod itself. */
function containerOf(part: string): string {
  return /^spec\.(?:containers|initContainers|ephemeralContainers)\{(.+)\}$/.exec(part)?.[1] ?? '';
}

/** Seconds from creation to readiness; undefined when it is not ready, or has become so again after restarts. */
export function readyAfter(pod: KubeObject, steps: readonly Step[]): number | undefined {
  const created = steps.find(({ what }) => what === 'created');
  const ready = steps.find(({ what }) => what === 'ready');
  const restarted = readContainers(pod).some(({ restarts }) => restarts > 0);
  return created === undefined || ready === undefined || restarted ? undefined : ready.at - created.at;
}
