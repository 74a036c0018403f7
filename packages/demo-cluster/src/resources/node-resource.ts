import type { NodeSpec, NodeStatus } from 'kubernetes-types/core/v1';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, column, NAME, orNone, PROXY_VERBS, type ResourceType, STATUS, wide } from './resource-type.ts';

type Node = DemoObject & { spec: NodeSpec; status?: NodeStatus };

const NODE_ROLE = 'node-role.kubernetes.io/';

function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.find((c) => c.type === 'Ready');
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (node.spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

function nodeRoles({ metadata: { labels = {} } }: Node): string {
  const roles = Object.keys(labels)
    .filter((key) => key.startsWith(NODE_ROLE) && key.length > NODE_ROLE.length)
    .map((key) => key.slice(NODE_ROLE.length));
  if (labels['kubernetes.io/role']) roles.push(labels['kubernetes.io/role']);
  return orNone([...new Set(roles)].sort().join(','));
}

const addressOf = (node: Node, type: string) => orNone(node.status?.addresses?.find((a) => a.type === type)?.address);
const info = (field: keyof NonNullable<NodeStatus['nodeInfo']>) => (node: Node) =>
  String(node.status?.nodeInfo?.[field] || '<unknown>');

export const nodes: ResourceType<Node> = {
  group: '',
  versions: ['v1'],
  plural: 'nodes',
  singular: 'node',
  kind: 'Node',
  shortNames: ['no'],
  namespaced: false,
  verbs: ALL_VERBS,
  subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: PROXY_VERBS }, STATUS('Node')],
  columns: [
    NAME,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    AGE,
    column('Version', (node) => node.status?.nodeInfo?.kubeletVersion ?? ''),
    wide('Internal-IP', (node) => addressOf(node, 'InternalIP')),
    wide('External-IP', (node) => addressOf(node, 'ExternalIP')),
    wide('OS-Image', info('osImage')),
    wide('Kernel-Version', info('kernelVersion')),
    wide('Container-Runtime', info('containerRuntimeVersion')),
  ],
  fields: { 'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false) },
};
