import { Database } from 'lucide-react';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { podRelations } from './pod/pod-relations.ts';
import { linkTo, linkToPods, selectorText } from './pointers.ts';
import { adoptsPods, names, owns } from './relation.ts';
import { numberField, textField } from './row-fields.ts';
import { schedulingTab } from './scheduling/scheduling-tab.ts';
import { statefulSetSection } from './statefulset/statefulset-section.ts';
import { tableSection } from './table-section.ts';
import { templateSection } from './workload/template-section.ts';
import { readRatio, readyColumn, replicaHealth } from './workload/workload-health.ts';
import { replicaSentence } from './workload/workload-sentence.ts';

const STRATEGY = 'spec.updateStrategy.type';
const PARTITION = 'spec.updateStrategy.rollingUpdate.partition';
const UPDATED = 'status.updatedReplicas';
const REVISIONS = ['status.currentRevision', 'status.updateRevision'] as const;

export default defineKind({
  resources: ['apps/v1/statefulsets', 'apps/v1beta2/statefulsets', 'apps/v1beta1/statefulsets'],
  group: 'workloads',
  workload: 'each',
  order: 30,
  icon: Database,
  goKey: 't',
  immutable: ['spec.podManagementPolicy', 'spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates'],
  statusColumn: 'Ready',
  fields: [UPDATED, PARTITION, STRATEGY, ...REVISIONS],
  columns: [readyColumn(health)],
  health,
  statusSentence: (object, t) => replicaSentence(object, t),
  facts: (object) => {
    const { namespace } = object.metadata;
    return [
      { label: 'fact.selector', value: linkToPods(selectorText(object, 'spec.selector'), namespace) },
      { label: 'fact.serviceName', value: linkTo('', 'Service', textAt(object, 'spec.serviceName'), namespace) },
      { label: 'fact.podManagementPolicy', value: textAt(object, 'spec.podManagementPolicy') },
      { label: 'fact.strategy', value: textAt(object, 'spec.updateStrategy.type') },
      { label: 'fact.partition', value: textAt(object, 'spec.updateStrategy.rollingUpdate.partition') },
      { label: 'fact.revisionHistoryLimit', value: textAt(object, 'spec.revisionHistoryLimit') },
      { label: 'fact.currentRevision', value: textAt(object, 'status.currentRevision') },
      { label: 'fact.updateRevision', value: textAt(object, 'status.updateRevision') },
    ];
  },
  sections: [
    statefulSetSection,
    templateSection,
    tableSection({
      id: 'claimTemplates',
      columns: ['col.name', 'col.accessModes', 'col.storage', 'col.storageClass'],
      rows: (object) =>
        listAt(object, 'spec.volumeClaimTemplates').map((claim) => [
          textAt(claim, 'metadata.name'),
          textsAt(claim, 'spec.accessModes').join(', '),
          textAt(claim, 'spec.resources.requests.storage'),
          linkTo('storage.k8s.io', 'StorageClass', textAt(claim, 'spec.storageClassName')),
        ]),
    }),
  ],
  deletion: {
    takes: 'deletion.statefulSet.takes',
    data: 'deletion.statefulSet.data',
    look: () => import('./statefulset/deletion-look.ts'),
  },
  tabs: [logsTab, schedulingTab],
  actions: [logsAction],
  relations: [
    owns('v1/pods', { narrowed: (object) => selectorText(object, 'spec.selector') }),
    owns('v1/persistentvolumeclaims', { narrowed: (object) => selectorText(object, 'spec.selector') }),
    adoptsPods('spec.selector', 'selector'),
    names('spec.serviceName', '/Service', 'governing'),
    ...podRelations('spec.template.spec'),
  ],
});

function health(view: RowView): Health {
  const [have, want] = readRatio(view.cell('Ready')) ?? [Number.NaN, Number.NaN];
  const byNumbers = replicaHealth(have, want);
  if (byNumbers !== 'ok' || textField(view, STRATEGY) === 'OnDelete') return byNumbers;
  // All are ready, yet some are still of the old revision; those below the partition are meant to be.
  const [current, next] = REVISIONS.map((path) => textField(view, path));
  const updated = numberField(view, UPDATED) >= want - numberField(view, PARTITION);
  return current === next || updated ? 'ok' : 'progressing';
}
