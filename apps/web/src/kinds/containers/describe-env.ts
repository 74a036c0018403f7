import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { Cell } from '../../ui/cell-view.tsx';
import { linkTo } from '../pointers.ts';

/** Name, value and source of each variable of a container; values that come from elsewhere are named, not read. */
export function describeEnv(container: unknown, namespace: string | undefined): readonly (readonly Cell[])[] {
  const all = listAt(container, 'envFrom').map((source): readonly Cell[] => {
    const prefix = textAt(source, 'prefix');
    const kind = valueAt(source, 'secretRef') === undefined ? 'ConfigMap' : 'Secret';
    const name = textAt(source, kind === 'Secret' ? 'secretRef.name' : 'configMapRef.name');
    return [`${prefix}*`, '', linkTo('', kind, name, namespace), kind];
  });
  const single = listAt(container, 'env').map((variable): readonly Cell[] => {
    const name = textAt(variable, 'name');
    const from = valueAt(variable, 'valueFrom');
    if (from === undefined || from === null) return [name, textAt(variable, 'value'), '', ''];
    for (const [field, kind] of [
      ['secretKeyRef', 'Secret'],
      ['configMapKeyRef', 'ConfigMap'],
    ] as const)
      if (valueAt(from, field) !== undefined)
        return [
          name,
          '',
          linkTo('', kind, textAt(from, `${field}.name`), namespace),
          `${kind}: ${textAt(from, `${field}.key`)}`,
        ];
    const field = textAt(from, 'fieldRef.fieldPath');
    if (field !== '') return [name, '', '', `fieldRef: ${field}`];
    const resource = textAt(from, 'resourceFieldRef.resource');
    return [name, '', '', resource === '' ? '?' : `resourceFieldRef: ${resource}`];
  });
  return [...all, ...single];
}
