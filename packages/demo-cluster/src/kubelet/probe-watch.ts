import type { Container, Probe } from '../controllers/kinds.ts';
import type { ContainerInstance } from './container-instance.ts';
import { probeOnce } from './probes.ts';
import { Killed } from './process.ts';

/** A running container as its probes see it, and what they do to it. */
export interface ProbedContainer {
  readonly container: Container;
  readonly instance: ContainerInstance;
  hasStarted(): boolean;
  isCurrent(): boolean;
  address(): string;
  /** rejects with Killed when the pod goes */
  wait(ms: number): Promise<void>;
  started(): void;
  ready(isReady: boolean): void;
  unhealthy(message: string): void;
  kill(kind: 'startup' | 'liveness'): void;
}

const FIRST_MS = 300;

/** Probes a container until it ends: first its start, then readiness and liveness side by side. */
export async function watchProbes(probed: ProbedContainer): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = probed.container;
  try {
    if (startupProbe && !probed.hasStarted()) {
      const isStarted = await repeat(probed, 'Startup', startupProbe, (isGood, isFirm) => {
        if (isGood) probed.started();
        else if (isFirm) probed.kill('startup');
        return !isGood && !isFirm;
      });
      if (!isStarted) return;
    }
    await Promise.all([
      readinessProbe &&
        repeat(probed, 'Readiness', readinessProbe, (isGood, isFirm) => {
          if (isFirm) probed.ready(isGood);
          return true;
        }),
      livenessProbe &&
        repeat(probed, 'Liveness', livenessProbe, (isGood, isFirm) => {
          if (!isGood && isFirm) probed.kill('liveness');
          return isGood || !isFirm;
        }),
    ]);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

/** Probes until `goesOn` says no; resolves with whether the last probe was good. */
async function repeat(
  probed: ProbedContainer,
  kind: string,
  probe: Probe,
  goesOn: (isGood: boolean, isFirm: boolean) => boolean,
): Promise<boolean> {
  const { periodSeconds = 10, initialDelaySeconds = 0, failureThreshold = 3, successThreshold = 1 } = probe;
  let run = 0;
  let last: boolean | undefined;
  await probed.wait(initialDelaySeconds * 1000 + FIRST_MS);
  while (probed.isCurrent()) {
    const fault = await probeOnce(probe, probed.container, probed.instance, probed.address());
    if (!probed.isCurrent()) return false;
    const isGood = fault === undefined;
    run = last === isGood ? run + 1 : 1;
    last = isGood;
    if (fault !== undefined) probed.unhealthy(`${kind} probe failed: ${fault}`);
    if (!goesOn(isGood, run >= (isGood ? successThreshold : failureThreshold))) return isGood;
    await probed.wait(periodSeconds * 1000);
  }
  return false;
}
