import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { metadataText } from '../live/table.ts';
import { type ContainerSight, type ContainerView, containersIn } from './container-facts.ts';
import { readPod } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';

/** Longest wait between two looks at a pod that nobody watches. */
const LOOK_MS = 5000;

/** A container as a GET of its pod shows it; once its pod has been seen, another pod of that name is another container. */
export function askedView(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  clock: Clock,
  known = '',
): ContainerView {
  let uid = known;
  return {
    async ask(signal) {
      const answer = await readPod(cluster, session, target, signal);
      const none = { uid, instance: null, kind: 'container' } as const;
      if (answer.pod === null) return { ...none, state: answer.state.is === 'ended' ? { is: 'gone' } : answer.state };
      const now = metadataText(answer.pod, 'uid');
      if (uid !== '' && now !== uid) return { ...none, state: { is: 'gone' } };
      uid = now;
      return containersIn(answer.pod).get(target.container) ?? { ...none, state: { is: 'unknown' } };
    },
    changed: (ms, signal) => pause(clock, Math.min(ms, LOOK_MS), signal),
  };
}

/** A container as a watch of its pod shows it. */
export class WatchedView implements ContainerView {
  readonly #clock: Clock;
  #sight: ContainerSight;
  #wake = new Set<() => void>();

  constructor(clock: Clock, sight: ContainerSight) {
    this.#clock = clock;
    this.#sight = sight;
  }

  get sight(): ContainerSight {
    return this.#sight;
  }

  see(sight: ContainerSight): void {
    this.#sight = sight;
    const wake = this.#wake;
    this.#wake = new Set();
    for (const run of wake) run();
  }

  gone(): void {
    this.see({ ...this.#sight, state: { is: 'gone' } });
  }

  async ask(): Promise<ContainerSight> {
    return this.#sight;
  }

  async changed(ms: number, signal: AbortSignal): Promise<void> {
    await pause(this.#clock, ms, signal, (wake) => this.#wake.add(wake));
  }
}

/** Resolves after `ms`, when aborted, or when `early` calls. */
export function pause(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  early: (wake: () => void) => void = () => {},
): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    signal.addEventListener('abort', wake, { once: true });
    early(wake);
  });
}
