import { Puzzle } from 'lucide-react';
import type { Pointer } from '../api/pointer.ts';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { textsColumn } from './row-columns.ts';
import { condition, isOlder, textField } from './row-fields.ts';

const NAMES = condition('NamesAccepted');
const ESTABLISHED = condition('Established');
const NOT_STRUCTURAL = condition('NonStructuralSchema');
const KIND = 'spec.names.kind';
const SCOPE = 'spec.scope';
const SLOW_SECONDS = 60;

export default defineKind({
  resources: [
    'apiextensions.k8s.io/v1/customresourcedefinitions',
    'apiextensions.k8s.io/v1beta1/customresourcedefinitions',
  ],
  group: 'cluster',
  order: 40,
  icon: Puzzle,
  immutable: ['spec.group', 'spec.names.kind', 'spec.names.plural', 'spec.scope'],
  fields: [ESTABLISHED, NAMES, NOT_STRUCTURAL, KIND, SCOPE],
  columns: [
    {
      id: 'kind',
      header: 'Kind',
      title: 'list.kind',
      fields: [KIND],
      text: (view) => textField(view, KIND),
      link: listOf,
    },
    { id: 'scope', header: 'Scope', title: 'list.scope', fields: [SCOPE], text: (view) => textField(view, SCOPE) },
    textsColumn('versions', 'Versions', 'list.versions', 'spec.versions[*].name'),
  ],
  statusColumn: 'Name',
  health,
  statusSentence: (crd) =>
    listAt(crd, 'status.conditions')
      .filter((condition) => textAt(condition, 'status') === 'True')
      .map((condition) => textAt(condition, 'type'))
      .join(', '),
  facts: (crd) => {
    return [
      { label: 'fact.group', value: textAt(crd, 'spec.group') },
      { label: 'fact.scope', value: textAt(crd, 'spec.scope') },
      { label: 'fact.shortNames', value: textsAt(crd, 'spec.names.shortNames').join(', ') },
      { label: 'fact.categories', value: textsAt(crd, 'spec.names.categories').join(', ') },
      { label: 'fact.storedVersions', value: textsAt(crd, 'status.storedVersions').join(', ') },
    ];
  },
  sections: [
    {
      id: 'versions',
      title: 'section.versions',
      content: { component: lazyWithWords(['sections'], () => import('./crd/versions-section.tsx')) },
    },
    {
      id: 'schema',
      title: 'section.schema',
      content: { component: lazyWithWords(['sections'], () => import('./crd/schema-section.tsx')) },
    },
  ],
  deletion: { takes: 'deletion.crd.takes', typed: true, look: () => import('./crd/deletion-look.ts') },
});

/** The objects of the kind: the CRD's own name is "<plural>.<group>". */
function listOf({ row, field }: RowView): Pointer {
  return { group: row.name.slice(row.name.indexOf('.') + 1), kind: String(field(KIND) ?? '') };
}

function health(view: RowView): Health {
  if (textField(view, NAMES) === 'False') return 'failed';
  if (textField(view, ESTABLISHED) !== 'True') return isOlder(view, SLOW_SECONDS) ? 'warning' : 'progressing';
  return textField(view, NOT_STRUCTURAL) === 'True' ? 'warning' : 'ok';
}
