import { entriesAt, listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { Cell } from '../../ui/cell-view.tsx';
import { linkTo } from '../pointers.ts';

/** Sources of volumes that are objects of the cluster: field, kind, where the name stands. */
const OBJECTS = [
  ['configMap', 'ConfigMap', 'name'],
  ['secret', 'Secret', 'secretName'],
  ['persistentVolumeClaim', 'PersistentVolumeClaim', 'claimName'],
] as const;

export interface VolumeFacts {
  readonly name: string;
  /** the field that says of which type it is: "emptyDir"; "?" when there is none */
  readonly type: string;
  /** the object that its content comes from; "" when there is none */
  readonly source: Cell;
  /** what else is set, as the manifest says it */
  readonly details: readonly (Cell | readonly Cell[])[];
}

/** Types that come with a sentence: "volume.emptyDir" and so on. */
export const EXPLAINED_VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'secret',
  'persistentVolumeClaim',
  'projected',
  'emptyDir',
  'hostPath',
  'downwardAPI',
  'ephemeral',
  'csi',
  'nfs',
  'image',
]);

/** Type, source and settings of a volume of a pod; of one whose type we do not know, its fields. */
export function describeVolume(volume: unknown, namespace: string | undefined, podName: string): VolumeFacts {
  const name = textAt(volume, 'name');
  const [type = '?', detail] = entriesAt({ volume }, 'volume').find(([field]) => field !== 'name') ?? [];
  for (const [field, kind, nameField] of OBJECTS)
    if (type === field)
      return {
        name,
        type,
        source: linkTo('', kind, textAt(detail, nameField), namespace),
        details: fieldsOf(detail, nameField),
      };
  if (type === 'projected')
    return {
      name,
      type,
      source: '',
      details: [
        ...listAt(detail, 'sources').map((source) => projected(source, namespace)),
        ...fieldsOf(detail, 'sources'),
      ],
    };
  // the controller names the claim of a generic ephemeral volume after pod and volume
  if (type === 'ephemeral' && podName !== '')
    return {
      name,
      type,
      source: linkTo('', 'PersistentVolumeClaim', `${podName}-${name}`, namespace),
      details: fieldsOf(detail, ''),
    };
  return { name, type, source: '', details: fieldsOf(detail, '') };
}

function projected(source: unknown, namespace: string | undefined): readonly Cell[] {
  const [type = '?', detail] = entriesAt({ source }, 'source')[0] ?? [];
  const kind = type === 'configMap' ? 'ConfigMap' : type === 'secret' ? 'Secret' : undefined;
  const link = kind === undefined ? '' : linkTo('', kind, textAt(detail, 'name'), namespace);
  return [`${type}:`, link, ...fieldsOf(detail, kind === undefined ? '' : 'name')];
}

/** Settings of a volume beyond what is worth a line: a hostile one may have thousands. */
const MOST = 40;

function fieldsOf(detail: unknown, except: string): readonly string[] {
  const lines: string[] = [];
  flatten(detail, '', except, lines);
  return lines.length > MOST ? [...lines.slice(0, MOST), '…'] : lines;
}

/** A path of a key to a file, as ConfigMaps, Secrets and the downward API have them. */
function itemText(item: unknown): string | undefined {
  const path = textAt(item, 'path');
  const from = textAt(item, 'key') || textAt(item, 'fieldRef.fieldPath') || textAt(item, 'resourceFieldRef.resource');
  if (path === '' || from === '') return undefined;
  const mode = valueAt(item, 'mode');
  return `${from} → ${path}${typeof mode === 'number' ? ` (${octal(mode)})` : ''}`;
}

function flatten(value: unknown, path: string, except: string, into: string[]): void {
  if (into.length > MOST || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    if (plain) into.push(`${path}: ${value.join(', ')}`);
    else
      for (const item of value) {
        const text = itemText(item);
        if (text === undefined) flatten(item, path, '', into);
        else into.push(text);
      }
    return;
  }
  if (typeof value === 'object') {
    for (const [field, inner] of Object.entries(value))
      if (path !== '' || field !== except) flatten(inner, path === '' ? field : `${path}.${field}`, '', into);
    return;
  }
  into.push(`${path}: ${/mode$/i.test(path) && typeof value === 'number' ? octal(value) : String(value)}`);
}

/** File modes are octal numbers that JSON has as decimal ones: 420 is 0644. */
function octal(mode: number): string {
  return `0${mode.toString(8)}`;
}
