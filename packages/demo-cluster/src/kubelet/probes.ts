import type { Container, Probe } from '../controllers/kinds.ts';
import type { ContainerInstance } from './container-instance.ts';

import { runCommand } from './programs/run-command.ts';
import { statusBehind } from './servers/http-site.ts';

/** Runs a probe once: undefined when it succeeds, else the kubelet's words for why not. */
export async function probeOnce(
  probe: Probe,
  container: Container,
  instance: ContainerInstance,
  ip: string,
): Promise<string | undefined> {
  if (probe.exec) return execProbe(probe.exec.command ?? [], instance);
  const target = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port ?? 0;
  const port = typeof target === 'number' ? target : portNamed(container, target);
  const refused = `dial tcp ${ip}:${port}: connect: connection refused`;
  const listens = port !== undefined && isListening(port, container, instance);
  if (probe.httpGet) {
    const scheme = (probe.httpGet.scheme ?? 'HTTP').toLowerCase();
    const path = probe.httpGet.path ?? '/';
    if (!listens) return `Get "${scheme}://${ip}:${port}${path.startsWith('/') ? path : `/${path}`}": ${refused}`;
    const code = await answerOf(path, port, instance);
    return code < 400 ? undefined : `HTTP probe failed with statuscode: ${code}`;
  }
  return listens ? undefined : refused;
}

function portNamed(container: Container, name: string): number | undefined {
  return container.ports?.find((one) => one.name === name)?.containerPort;
}

/** Whether the port is open; a server of an image whose ports nobody knows listens on what its probe asks for. */
function isListening(port: number, container: Container, { isRunning, sandbox }: ContainerInstance): boolean {
  const { world, profile } = sandbox.options;
  if (!isRunning) return false;
  return world.network.isListening(sandbox.pod, port) || (profile.program === 'component' && !container.ports);
}

/** What the server answers; one whose pages nobody knows is content with everything. */
async function answerOf(path: string, port: number, { sandbox }: ContainerInstance): Promise<number> {
  const listener = sandbox.options.world.network.listenerOf(sandbox.pod, port);
  return listener ? statusBehind(listener, path) : 200;
}

async function execProbe(command: readonly string[], { sandbox }: ContainerInstance): Promise<string | undefined> {
  const { exitCode, output } = await runCommand(sandbox, command);
  return exitCode === 0 ? undefined : output;
}
