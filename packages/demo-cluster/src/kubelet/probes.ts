import type { Container, Probe } from '../controllers/kinds.ts';
import type { ContainerInstance } from './container-instance.ts';
import { quoted } from './shell/shell-state.ts';

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
    const { program } = instance.sandbox.options.profile;
    const isServed = program !== 'nginx' || ['/', '/index.html'].includes(path.split('?')[0] ?? '');
    return isServed ? undefined : 'HTTP probe failed with statuscode: 404';
  }
  return listens ? undefined : refused;
}

function portNamed(container: Container, name: string): number | undefined {
  return container.ports?.find((one) => one.name === name)?.containerPort;
}

/** A server listens on its image's ports and on those that the pod declares; a script listens nowhere. */
function isListening(port: number, container: Container, instance: ContainerInstance): boolean {
  const { program, ports } = instance.sandbox.options.profile;
  if (!instance.isRunning || ['shell', 'interactive', 'stress', 'pause'].includes(program)) return false;
  if (ports.includes(port)) return true;
  const isFixed = program === 'nginx' || program === 'redis' || program === 'postgres' || program === 'mysql';
  return !isFixed && (container.ports?.some((one) => one.containerPort === port) ?? true);
}

async function execProbe(command: readonly string[], instance: ContainerInstance): Promise<string | undefined> {
  const { options } = instance.sandbox;
  const { exitCode, stdout, stderr } = await instance.sandbox.run(command.map(quoted).join(' '), {
    cwd: options.workingDir,
    env: options.env,
    stdin: '',
    signal: new AbortController().signal,
    size: undefined,
  });
  return exitCode === 0
    ? undefined
    : (stdout + stderr).trimEnd() || `command "${command.join(' ')}" exited with ${exitCode}`;
}
