import { KEYS, type Pod, type ProjectedSource, type Volume } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { fieldOf } from './container-environment.ts';

/** path below the mount → content */
export type Contents = Readonly<Record<string, Buffer>>;

/** Whether a volume shows what is in the API: it is read-only and follows changes. */
export function isConfig(volume: Volume): boolean {
  return Boolean(volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI);
}

/** The files of such a volume; undefined when its source is gone. */
export function configFiles(store: ClusterStore, pod: Pod, volume: Volume): Contents | undefined {
  if (volume.configMap) return picked(dataIn(store, 'ConfigMap', pod, volume.configMap.name), volume.configMap.items);
  if (volume.secret) return picked(dataIn(store, 'Secret', pod, volume.secret.secretName), volume.secret.items);
  if (volume.downwardAPI) return downward(pod, volume.downwardAPI.items);
  const files: Record<string, Buffer> = {};
  for (const source of volume.projected?.sources ?? []) Object.assign(files, projectedFiles(store, pod, source));
  return files;
}

function projectedFiles(store: ClusterStore, pod: Pod, source: ProjectedSource): Contents {
  if (source.configMap)
    return picked(dataIn(store, 'ConfigMap', pod, source.configMap.name), source.configMap.items) ?? {};
  if (source.secret) return picked(dataIn(store, 'Secret', pod, source.secret.name), source.secret.items) ?? {};
  if (source.downwardAPI) return downward(pod, source.downwardAPI.items);
  // a text in the shape of a token, not one: a shell in the demo gives nobody a credential
  const path = source.serviceAccountToken?.path;
  const account = Buffer.from(`${pod.metadata.namespace}:${pod.spec.serviceAccountName}`).toString('base64url');
  return path ? { [path]: Buffer.from(`demo.${account}.unsigned`) } : {};
}

function dataIn(store: ClusterStore, kind: 'ConfigMap' | 'Secret', pod: Pod, name: string): Contents | undefined {
  const object = store.get(KEYS[kind], pod.metadata.namespace, name);
  if (!object) return undefined;
  const texts = (field: string) => Object.entries((object[field] ?? {}) as Record<string, string>);
  const encoded = kind === 'Secret' ? texts('data') : texts('binaryData');
  const plain = kind === 'Secret' ? texts('stringData') : texts('data');
  return Object.fromEntries([
    ...plain.map(([key, text]) => [key, Buffer.from(text)] as const),
    ...encoded.map(([key, text]) => [key, Buffer.from(text, 'base64')] as const),
  ]);
}

function picked(data: Contents | undefined, items: { key: string; path: string }[] | undefined): Contents | undefined {
  if (!items || !data) return data;
  return Object.fromEntries(
    items.flatMap(({ key, path }) => {
      const content = data[key];
      return content === undefined ? [] : [[path, content] as const];
    }),
  );
}

function downward(pod: Pod, items: { path: string; fieldRef?: { fieldPath: string } }[] | undefined): Contents {
  return Object.fromEntries(
    (items ?? []).map((one) => [one.path, Buffer.from(fieldOf(pod, one.fieldRef?.fieldPath ?? ''))]),
  );
}
