import { listAt, textsAt } from '../../api/read-field.ts';
import { tableSection } from '../table-section.ts';

/** The rules of a Role or a ClusterRole, a line each; the core group is written as "" like in the manifest. */
export const rulesSection = tableSection({
  id: 'permissions',
  columns: ['col.verbs', 'col.resources', 'col.apiGroups', 'col.resourceNames'],
  rows: (role) =>
    listAt(role, 'rules').map((rule) => [
      textsAt(rule, 'verbs').join(', '),
      [...textsAt(rule, 'resources'), ...textsAt(rule, 'nonResourceURLs')].join(', '),
      textsAt(rule, 'apiGroups')
        .map((group) => (group === '' ? '""' : group))
        .join(', '),
      textsAt(rule, 'resourceNames').join(', '),
    ]),
});
