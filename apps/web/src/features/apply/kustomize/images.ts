import { isMap, type JsonMap } from '../kube-yaml.ts';
import { listOf } from './file-set.ts';
import { KustomizeError } from './kustomize-error.ts';
import { kindOf, type Resource } from './resource.ts';

/** The field `images`: in every container of every kind, custom ones included. */
export function transformImages(resources: readonly Resource[], { images }: JsonMap): void {
  for (const entry of listOf(images)) {
    if (!isMap(entry) || typeof entry['name'] !== 'string')
      throw new KustomizeError('badEntry', { field: 'images', entry: 'name' });
    for (const { object } of resources)
      if (kindOf(object) !== 'CustomResourceDefinition') setImages(object, entry, entry['name']);
  }
}

function setImages(value: unknown, entry: JsonMap, name: string): void {
  if (Array.isArray(value)) for (const item of value) setImages(item, entry, name);
  if (!isMap(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if ((key === 'containers' || key === 'initContainers') && Array.isArray(inner)) {
      for (const container of inner)
        if (isMap(container) && typeof container['image'] === 'string')
          container['image'] = newImage(container['image'], entry, name);
    } else setImages(inner, entry, name);
  }
}

/** "registry/app:1.0@sha256:…" → its parts; a port of the registry is no tag. */
function partsOf(image: string): { name: string; tag: string; digest: string } {
  const [rest = '', digest = ''] = image.split('@', 2);
  const colon = rest.lastIndexOf(':');
  const hasTag = colon > rest.lastIndexOf('/');
  return { name: hasTag ? rest.slice(0, colon) : rest, tag: hasTag ? rest.slice(colon + 1) : '', digest };
}

function newImage(image: string, { newName, newTag, digest, tagSuffix }: JsonMap, wanted: string): string {
  const old = partsOf(image);
  if (old.name !== wanted) return image;
  const name = typeof newName === 'string' && newName !== '' ? newName : old.name;
  const tag = newTag === undefined || newTag === '' ? undefined : String(newTag);
  const sum = typeof digest === 'string' && digest !== '' ? digest : undefined;
  if (tag !== undefined || sum !== undefined)
    return `${name}${tag === undefined ? '' : `:${tag}`}${sum === undefined ? '' : `@${sum}`}`;
  const suffix = typeof tagSuffix === 'string' ? tagSuffix : '';
  return `${name}${old.tag === '' ? '' : `:${old.tag}${suffix}`}${old.digest === '' ? '' : `@${old.digest}`}`;
}

const SCALED = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** The field `replicas`. */
export function transformReplicas(resources: readonly Resource[], { replicas }: JsonMap): void {
  for (const entry of listOf(replicas)) {
    if (!isMap(entry)) throw new KustomizeError('badEntry', { field: 'replicas', entry: String(entry) });
    const name = String(entry['name']);
    const found = resources.filter(({ object, names }) => SCALED.has(kindOf(object)) && names.includes(name));
    if (found.length === 0) throw new KustomizeError('noTarget', { target: name });
    for (const { object } of found)
      object['spec'] = { ...(isMap(object['spec']) ? object['spec'] : {}), replicas: entry['count'] };
  }
}
