import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { Cell } from '../../ui/cell-view.tsx';
import { linkTo } from '../pointers.ts';

/** Sources of volumes that are objects of the cluster: field, kind, where the name stands. */
const OBJECTS = [
  ['configMap', 'ConfigMap', 'name'],
  ['secret', 'Secret', 'secretName'],
  ['persistentVolumeClaim', 'PersistentVolumeClaim', 'claimName'],
] as const;

/** Type and source of a volume of a pod. */
export function describeVolume(
  volume: unknown,
  namespace: string | undefined,
): readonly [type: string, source: Cell | readonly Cell[]] {
  for (const [field, kind, nameField] of OBJECTS)
    if (valueAt(volume, field) !== undefined)
      return [field, linkTo('', kind, textAt(volume, `${field}.${nameField}`), namespace)];
  if (valueAt(volume, 'projected') !== undefined)
    return ['projected', listAt(volume, 'projected.sources').map((source) => projectedSource(source, namespace))];
  const [type, detail] = Object.entries(Object(volume) as Record<string, unknown>).find(
    ([name]) => name !== 'name',
  ) ?? ['?', {}];
  const words = Object.entries(Object(detail))
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    .map(([name, value]) => `${name}: ${String(value)}`);
  return [type, words.join(', ')];
}

function projectedSource(source: unknown, namespace: string | undefined): Cell {
  const configMap = textAt(source, 'configMap.name');
  if (configMap !== '') return linkTo('', 'ConfigMap', configMap, namespace);
  const secret = textAt(source, 'secret.name');
  if (secret !== '') return linkTo('', 'Secret', secret, namespace);
  return Object.keys(Object(source))[0] ?? '?';
}
