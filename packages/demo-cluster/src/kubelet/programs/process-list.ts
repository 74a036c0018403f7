import { type Container, KEYS, type Pod } from '../../controllers/kinds.ts';
import { commandLine } from '../command-line.ts';
import { pull } from '../image-table.ts';
import type { Process } from '../process.ts';

export interface ListedProcess {
  readonly pid: number;
  readonly command: string;
}

/**
 * The processes that are seen from a container: its main one and the ones that ask; with those of the container it debugs, of the
 * whole pod where that shares them, or of the whole node.
 */
export function processesOf({ sandbox, argv }: Process): readonly ListedProcess[] {
  const { pod } = sandbox;
  const asking = argv.join(' ');
  if (pod.spec['hostPID'] === true)
    return numbered(nodeCommands(sandbox.options.store.list(KEYS.Pod) as Pod[], pod), asking);
  if (pod.spec['shareProcessNamespace'] === true)
    return numbered(['/pause', ...pod.spec.containers.map(commandOf), sandbox.mainCommand], asking);
  const target = pod.spec.ephemeralContainers?.find(
    ({ name }) => name === sandbox.options.container,
  )?.targetContainerName;
  const debugged = pod.spec.containers.find(({ name }) => name === target);
  if (debugged) return numbered([commandOf(debugged), sandbox.mainCommand], asking);
  return [
    { pid: 1, command: sandbox.mainCommand },
    { pid: 29, command: asking },
  ];
}

function nodeCommands(pods: readonly Pod[], { spec: { nodeName } }: Pod): string[] {
  const here = pods.filter(({ spec, status }) => spec.nodeName === nodeName && status?.phase === 'Running');
  return [
    '/sbin/init',
    '/usr/bin/containerd',
    '/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml',
    ...here.flatMap(({ spec }) => spec.containers.map(commandOf)),
  ];
}

function numbered(commands: readonly string[], asking: string): ListedProcess[] {
  const all = commands.map((command, index) => ({ pid: index === 0 ? 1 : 6 + 13 * index, command }));
  return [...all, { pid: 19 + 13 * commands.length, command: asking }];
}

function commandOf(container: Container): string {
  const image = pull(container.image);
  return image.ok ? commandLine(container, image.profile, {}).join(' ') : '';
}
