import { listAt, textAt } from '../../api/read-field.ts';

/**
 * silent: its kubelet says nothing any more · network: no network plug-in · runtime: the container runtime is down · kubelet: its
 * kubelet says why it is not ready · …Pressure: it runs out of something · NetworkUnavailable: no route to it
 */
type NodeAilment =
  | 'silent'
  | 'network'
  | 'runtime'
  | 'kubelet'
  | 'never'
  | 'MemoryPressure'
  | 'DiskPressure'
  | 'PIDPressure'
  | 'NetworkUnavailable'
  | 'other';

export interface NodeFinding {
  readonly ailment: NodeAilment;
  /** of the condition that says so */
  readonly condition: string;
  /** the kubelet's or the node controller's own words */
  readonly message: string;
  /** RFC 3339; "" where it is not said */
  readonly since: string;
}

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'] as const;

/** What is wrong with a node by its conditions, the worst first; empty for a node that is well (OPS-189). */
export function diagnoseNode(node: unknown): readonly NodeFinding[] {
  const conditions = listAt(node, 'status.conditions');
  const ready = conditions.find((each) => textAt(each, 'type') === 'Ready');
  const found: NodeFinding[] = [];
  if (ready === undefined) found.push({ ailment: 'never', condition: 'Ready', message: '', since: '' });
  else if (textAt(ready, 'status') !== 'True') found.push(findingOf(ready, notReady(ready)));
  for (const condition of conditions) {
    const type = textAt(condition, 'type');
    if (type === 'Ready' || textAt(condition, 'status') !== 'True') continue;
    found.push(findingOf(condition, PRESSURES.find((known) => known === type) ?? 'other'));
  }
  return found;
}

function findingOf(condition: unknown, ailment: NodeAilment): NodeFinding {
  return {
    ailment,
    condition: textAt(condition, 'type'),
    message: textAt(condition, 'message') || textAt(condition, 'reason'),
    since: textAt(condition, 'lastTransitionTime'),
  };
}

/** The kubelet joins what is wrong by commas: the network says so only once the runtime answers. */
function notReady(ready: unknown): NodeAilment {
  if (textAt(ready, 'status') === 'Unknown') return 'silent';
  const message = textAt(ready, 'message');
  if (
    /container runtime is down|runtime is not (?:running|ready)|PLEG is not healthy|container runtime not ready: RuntimeReady=false/i.test(
      message,
    )
  )
    return 'runtime';
  if (/network plugin is not ready|cni (?:config|plugin)|NetworkPluginNotReady|NetworkReady=false/i.test(message))
    return 'network';
  return 'kubelet';
}

/** The runtime's own command line tool, by status.nodeInfo.containerRuntimeVersion ("containerd://1.7.2", "docker://20.10"). */
function toolOf(node: unknown): 'docker' | 'crictl' {
  return textAt(node, 'status.nodeInfo.containerRuntimeVersion').startsWith('docker:') ? 'docker' : 'crictl';
}

/** Commands to run on the node itself, which no API of the cluster can (OPS-218). */
export function nodeCommands(node: unknown, findings: readonly NodeFinding[]): readonly string[] {
  const tool = toolOf(node);
  const service = tool === 'docker' ? 'docker' : 'containerd';
  const commands = new Set<string>();
  for (const { ailment } of findings) for (const command of commandsFor(ailment, tool, service)) commands.add(command);
  return [...commands];
}

function commandsFor(ailment: NodeAilment, tool: string, service: string): readonly string[] {
  switch (ailment) {
    case 'DiskPressure':
      return tool === 'docker'
        ? ['df -h', 'docker system df', 'docker system prune']
        : ['df -h', 'crictl imagefsinfo', 'crictl rmi --prune'];
    case 'MemoryPressure':
      return ['free -m', 'ps aux --sort=-%mem | head'];
    case 'PIDPressure':
      return ['ps -eLf | wc -l', 'cat /proc/sys/kernel/pid_max'];
    case 'network':
      return ['ls /etc/cni/net.d', 'journalctl -u kubelet -n 100'];
    case 'NetworkUnavailable':
      return ['ip route'];
    case 'runtime':
      return [`systemctl status ${service}`, `journalctl -u ${service} -n 100`, `${tool} ps -a`];
    case 'other':
      return [];
    default:
      return ['systemctl status kubelet', 'journalctl -u kubelet -n 100'];
  }
}

/** A pod of a DaemonSet that serves the node (its network before all) and is not well. */
interface Ailing {
  readonly namespace: string;
  readonly name: string;
  readonly status: string;
}

/** The pods of DaemonSets and of the kubelet itself on a node that are not ready: nothing else runs well without them. */
export function ailingAgents(pods: readonly unknown[]): readonly Ailing[] {
  return pods
    .filter((pod) =>
      listAt(pod, 'metadata.ownerReferences').some((owner) => ['DaemonSet', 'Node'].includes(textAt(owner, 'kind'))),
    )
    .flatMap((pod): Ailing[] => {
      const ready = listAt(pod, 'status.conditions').find((each) => textAt(each, 'type') === 'Ready');
      if (textAt(ready, 'status') === 'True' || textAt(pod, 'status.phase') === 'Succeeded') return [];
      const waiting = listAt(pod, 'status.containerStatuses')
        .map((status) => textAt(status, 'state.waiting.reason') || textAt(status, 'state.terminated.reason'))
        .find((reason) => reason !== '');
      return [
        {
          namespace: textAt(pod, 'metadata.namespace'),
          name: textAt(pod, 'metadata.name'),
          status: waiting ?? (textAt(ready, 'reason') || textAt(pod, 'status.phase')),
        },
      ];
    });
}
