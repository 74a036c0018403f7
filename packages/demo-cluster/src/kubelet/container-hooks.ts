import type { Container, Pod, Probe } from '../controllers/kinds.ts';
import type { ContainerInstance } from './container-instance.ts';
import { probeOnce } from './probes.ts';
import { runCommand } from './programs/run-command.ts';

interface Handler extends Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket'> {
  sleep?: { seconds: number };
}

export interface Lifecycle {
  postStart?: Handler;
  preStop?: Handler;
}

export const lifecycleOf = (container: Container): Lifecycle => (container['lifecycle'] ?? {}) as Lifecycle;

/** Runs a lifecycle hook; undefined when it succeeds, else the kubelet's words for why not. */
export async function runHook(
  handler: Handler,
  container: Container,
  instance: ContainerInstance,
  pod: Pod,
  wait: (ms: number) => Promise<void>,
): Promise<string | undefined> {
  if (handler.sleep) {
    await wait(handler.sleep.seconds * 1000);
    return undefined;
  }
  const { name, namespace, uid } = pod.metadata;
  const about = `for Container "${container.name}" in Pod "${name}_${namespace}(${uid})" failed - error:`;
  const command = handler.exec?.command;
  if (command) {
    const { exitCode, output } = await runCommand(instance.sandbox, command);
    if (exitCode === 0) return undefined;
    return `Exec lifecycle hook ([${command.join(' ')}]) ${about} command '${command.join(' ')}' exited with ${exitCode}: ${output}, message: ${JSON.stringify(output)}`;
  }
  const fault = await probeOnce(handler, container, instance, pod.status?.podIP ?? '');
  return fault === undefined
    ? undefined
    : `HTTP lifecycle hook (${handler.httpGet?.path ?? ''}) ${about} ${fault}, message: ""`;
}
