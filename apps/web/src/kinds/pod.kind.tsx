import { Box } from 'lucide-react';
import { listAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind } from './define-kind.ts';
import { CONTAINER_FIELDS, containersColumn } from './pod/container-squares.ts';
import { IMMUTABLE_OF_PODS } from './pod/immutable-fields.ts';
import { podRelations } from './pod/pod-relations.ts';
import { podSentence } from './pod/pod-sentence.ts';
import { podHealth } from './pod/pod-status.ts';
import { portsTab } from './ports-tab.ts';
import { linkColumn, ownerColumn } from './row-columns.ts';
import { condition, textField } from './row-fields.ts';
import { schedulingTab } from './scheduling/scheduling-tab.ts';

const SCHEDULING = condition('PodScheduled', 'reason');

export default defineKind({
  resources: ['v1/pods'],
  group: 'workloads',
  workload: 'unowned',
  order: 10,
  icon: Box,
  goKey: 'p',
  immutable: IMMUTABLE_OF_PODS,
  fields: [...CONTAINER_FIELDS, SCHEDULING],
  columns: [
    containersColumn,
    linkColumn('node', 'Node', (name) => ({ group: '', kind: 'Node', name }), true),
    ownerColumn,
    {
      id: 'qos',
      header: 'QoS',
      wide: true,
      fields: ['status.qosClass'],
      text: (view) => textField(view, 'status.qosClass'),
    },
  ],
  statusColumn: 'Status',
  health: (view) => podHealth(view.cell('Status'), view.cell('Ready'), textField(view, SCHEDULING)),
  statusSentence: podSentence,
  headline: lazyWithWords(['reasons'], () => import('./pod/pod-headline.tsx')),
  facts: (pod) => {
    const node = textAt(pod, 'spec.nodeName');
    const account = textAt(pod, 'spec.serviceAccountName');
    const { namespace = '' } = pod.metadata;
    return [
      {
        label: 'fact.node',
        value: node === '' ? '' : { text: node, to: { group: '', kind: 'Node', name: node } },
      },
      { label: 'fact.podIP', value: podIPs(pod) },
      { label: 'fact.hostIP', value: textAt(pod, 'status.hostIP') },
      {
        label: 'fact.serviceAccount',
        value:
          account === '' ? '' : { text: account, to: { group: '', kind: 'ServiceAccount', namespace, name: account } },
      },
      { label: 'fact.restartPolicy', value: textAt(pod, 'spec.restartPolicy') },
      { label: 'fact.priority', value: [textAt(pod, 'spec.priorityClassName'), textAt(pod, 'spec.priority')] },
    ];
  },
  sections: [
    {
      id: 'whyPending',
      title: 'section.whyPending',
      content: { component: lazyWithWords(['nodes', 'problems'], () => import('./pod/why-pending-section.tsx')) },
      applies: (pod) => textAt(pod, 'spec.nodeName') === '' && textAt(pod, 'status.phase') === 'Pending',
    },
    {
      id: 'containers',
      title: 'section.containers',
      content: { component: lazyWithWords(['sections', 'reasons'], () => import('./pod/containers-section.tsx')) },
    },
    {
      id: 'startUp',
      title: 'section.startUp',
      content: { component: lazyWithWords(['sections'], () => import('./pod/start-up-section.tsx')) },
    },
    {
      id: 'volumes',
      title: 'section.volumes',
      content: { component: lazyWithWords(['sections'], () => import('./pod/volumes-section.tsx')) },
    },
    {
      id: 'placement',
      title: 'section.placement',
      content: { component: lazyWithWords(['sections'], () => import('./pod/placement-section.tsx')) },
    },
  ],
  tabs: [
    { id: 'logs', title: 'tab.logs', component: lazyWithWords(['logs'], () => import('../features/logs/log-tab.tsx')) },
    {
      id: 'shell',
      title: 'tab.shell',
      component: lazyWithWords(['terminal', 'logs', 'command'], () => import('../features/terminal/terminal-tab.tsx')),
    },
    {
      id: 'files',
      title: 'tab.files',
      component: lazyWithWords(['files', 'logs', 'problems'], () => import('../features/files/files-tab.tsx')),
    },
    portsTab,
    schedulingTab,
  ],
  deletion: { bringsBack: 'deletion.pod.back', graceful: true, look: () => import('./pod/deletion-look.ts') },
  relations: podRelations(),
});

function podIPs(pod: unknown): string[] {
  const all = listAt(pod, 'status.podIPs').map((item) => textAt(item, 'ip'));
  return all.length > 0 ? all : [textAt(pod, 'status.podIP')];
}
