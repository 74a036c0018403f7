import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { Fact } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import { linkColumn } from '../row-columns.ts';
import { tableSection } from '../table-section.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** The server's "ClusterRole/view" as a link. */
export const roleColumn = linkColumn('role', 'Role', (text, view) => {
  const slash = text.indexOf('/');
  const kind = text.slice(0, slash);
  return slash < 0
    ? undefined
    : { group: GROUP, kind, name: text.slice(slash + 1), ...(kind === 'Role' && { namespace: view.row.namespace }) };
});

/** The role that a binding grants. */
export function roleRefFacts(binding: KubeObject): readonly Fact[] {
  const kind = textAt(binding, 'roleRef.kind');
  const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
  return [
    { label: 'fact.roleKind', value: kind },
    { label: 'fact.role', value: linkTo(GROUP, kind, textAt(binding, 'roleRef.name'), namespace) },
  ];
}

/** Whom a binding grants its role to; users and groups are no objects, so only service accounts are links. */
export const subjectsSection = tableSection({
  id: 'subjects',
  columns: ['col.kind', 'col.name', 'col.namespace'],
  rows: (binding) =>
    listAt(binding, 'subjects').map((subject) => {
      const kind = textAt(subject, 'kind');
      const name = textAt(subject, 'name');
      const namespace = textAt(subject, 'namespace');
      return [kind, kind === 'ServiceAccount' ? linkTo('', kind, name, namespace) : name, namespace];
    }),
});
