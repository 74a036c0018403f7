import { parseQuantity } from '@quarterdeck/shared/quantity';
import { CHANGE_CAUSE } from '../../api/change-cause.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import { isRecord } from '../../api/writes/changed-paths.ts';
import { isImage } from '../debug/image-field.tsx';

/** Where a variable's value comes from; other: a field of the pod and the like, which stays as it is. */
export const ENV_SOURCES = ['value', 'configMap', 'secret'] as const;
type EnvSource = (typeof ENV_SOURCES)[number] | 'other';

export interface EnvRow {
  /** unique within the form */
  readonly id: number;
  readonly name: string;
  readonly source: EnvSource;
  /** the value, or the name of the ConfigMap or Secret */
  readonly value: string;
  readonly key: string;
  /** as the cluster has it; undefined: it is new */
  readonly from: Readonly<Record<string, unknown>> | undefined;
}

/** Amounts by "requests.cpu" and the like; "": none. */
export const AMOUNTS = ['requests.cpu', 'limits.cpu', 'requests.memory', 'limits.memory'] as const;
type Amount = (typeof AMOUNTS)[number];

export interface ContainerEdit {
  /** of the template's list in which it stands */
  readonly list: 'containers' | 'initContainers';
  readonly index: number;
  readonly name: string;
  readonly image: string;
  readonly env: readonly EnvRow[];
  readonly amounts: Readonly<Record<Amount, string>>;
}

const SOURCES = { configMap: 'configMapKeyRef', secret: 'secretKeyRef' } as const;
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** The containers of a workload's template, main ones first. */
export function readContainers(object: unknown): readonly ContainerEdit[] {
  const read = (list: ContainerEdit['list']) =>
    listAt(object, `spec.template.spec.${list}`).map(
      (container, index): ContainerEdit => ({
        list,
        index,
        name: textAt(container, 'name'),
        image: textAt(container, 'image'),
        env: listAt(container, 'env').map(readEnv),
        amounts: {
          'requests.cpu': textAt(container, 'resources.requests.cpu'),
          'limits.cpu': textAt(container, 'resources.limits.cpu'),
          'requests.memory': textAt(container, 'resources.requests.memory'),
          'limits.memory': textAt(container, 'resources.limits.memory'),
        },
      }),
    );
  return [...read('containers'), ...read('initContainers')];
}

function readEnv(item: unknown, id: number): EnvRow {
  const from = isRecord(item) ? item : {};
  const found = (['configMap', 'secret'] as const).find((one) => isRecord(valueAt(item, `valueFrom.${SOURCES[one]}`)));
  const base = { id, name: textAt(item, 'name'), from };
  if (found !== undefined) {
    const path = `valueFrom.${SOURCES[found]}`;
    return { ...base, source: found, value: textAt(item, `${path}.name`), key: textAt(item, `${path}.key`) };
  }
  const isOther = valueAt(item, 'valueFrom') !== undefined;
  return { ...base, source: isOther ? 'other' : 'value', value: textAt(item, 'value'), key: '' };
}

/** What stands in the way: a key of namespace "rollout", within "edit.fault". */
export function containerFault({
  image,
  env,
  amounts,
}: ContainerEdit): 'image' | 'env' | 'twice' | 'amount' | undefined {
  if (!isImage(image)) return 'image';
  const isWhole = ({ name, source, value, key }: EnvRow) =>
    ENV_NAME.test(name) && (source === 'value' || source === 'other' || (value !== '' && key !== ''));
  if (!env.every(isWhole)) return 'env';
  if (new Set(env.map(({ name }) => name)).size < env.length) return 'twice';
  const isAmount = (text: string) => text === '' || (parseQuantity(text) ?? -1) >= 0;
  return AMOUNTS.every((name) => isAmount(amounts[name])) ? undefined : 'amount';
}

interface EditOptions {
  /** "": the annotation stays as it is */
  readonly cause: string;
  readonly pause: boolean;
}

/**
 * The JSON patch from a container as it is to one that was edited; empty when nothing differs. What the form does not show stays, and
 * another object of the same name refuses it.
 */
export function containerPatch(
  object: KubeObject,
  edited: ContainerEdit,
  { cause, pause }: EditOptions,
): readonly object[] {
  const before = readContainers(object).find(({ list, index }) => list === edited.list && index === edited.index);
  if (before === undefined) return [];
  const path = `/spec/template/spec/${edited.list}/${edited.index}`;
  const present = listAt(object, `spec.template.spec.${edited.list}`)[edited.index];
  const set = (field: string, old: unknown, value: unknown) =>
    JSON.stringify(old) === JSON.stringify(value) ? [] : [{ op: 'add', path: `${path}/${field}`, value }];
  const changes = [
    ...set('image', before.image, edited.image),
    ...set('env', valueAt(present, 'env') ?? [], edited.env.map(writeEnv)),
    ...set(
      'resources',
      valueAt(present, 'resources') ?? {},
      writeResources(valueAt(present, 'resources'), edited.amounts),
    ),
  ];
  if (changes.length === 0) return [];
  const { uid, annotations } = object.metadata;
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    ...changes,
    ...(pause ? [{ op: 'add', path: '/spec/paused', value: true }] : []),
    ...(cause === ''
      ? []
      : annotations === undefined
        ? [{ op: 'add', path: '/metadata/annotations', value: { [CHANGE_CAUSE]: cause } }]
        : [{ op: 'add', path: `/metadata/annotations/${CHANGE_CAUSE.replace('/', '~1')}`, value: cause }]),
  ];
}

function writeEnv({ name, source, value, key, from }: EnvRow): object {
  const was = from === undefined ? undefined : readEnv(from, 0);
  if (was?.source === source && was.name === name && was.value === value && was.key === key) return from ?? {};
  if (source === 'other') return { ...from, name };
  if (source === 'value') return { name, value };
  return { name, valueFrom: { [SOURCES[source]]: { name: value, key } } };
}

/** What of the resources the form does not show (ephemeral storage, claims) stays. */
function writeResources(present: unknown, amounts: ContainerEdit['amounts']): object {
  const result: Record<string, unknown> = isRecord(present) ? { ...present } : {};
  for (const group of ['requests', 'limits'] as const) {
    const old = valueAt(present, group);
    const next: Record<string, unknown> = isRecord(old) ? { ...old } : {};
    for (const name of ['cpu', 'memory'] as const) {
      const text = amounts[`${group}.${name}`];
      // as the cluster wrote it where nothing was typed: 1 and "1" are the same
      if (text === '') delete next[name];
      else if (textAt(old, name) !== text) next[name] = text;
    }
    if (Object.keys(next).length > 0) result[group] = next;
    else delete result[group];
  }
  return result;
}
