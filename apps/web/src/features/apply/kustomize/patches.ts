import { readDocuments } from '../../../api/schema/read-documents.ts';
import { isMap, type JsonMap } from '../kube-yaml.ts';
import { type FileSet, listOf, mapsOf, pathFrom, textOf } from './file-set.ts';
import { jsonPatch } from './json-patch.ts';
import { KustomizeError } from './kustomize-error.ts';
import { groupVersionOf, isBuiltIn, kindOf, metadataOf, type Resource } from './resource.ts';
import { strategicMerge } from './strategic-merge.ts';

/** What an entry of `patches`, `patchesStrategicMerge` or `patchesJson6902` asks for. */
interface Patch {
  readonly text: string;
  readonly from: string;
  readonly target: JsonMap | undefined;
  readonly options: JsonMap;
}

/** Applies the patches of one field of a kustomization, in order. */
export function applyPatches(resources: Resource[], entries: unknown, folder: string, files: FileSet): void {
  for (const entry of listOf(entries)) applyPatch(resources, readPatch(entry, folder, files));
}

function readPatch(entry: unknown, folder: string, files: FileSet): Patch {
  const none = { target: undefined, options: {} };
  if (typeof entry === 'string') {
    // an entry of patchesStrategicMerge is a path, or the patch itself
    if (entry.includes('\n')) return { ...none, text: entry, from: 'kustomization' };
    return { ...none, text: textOf(files, pathFrom(folder, entry)), from: entry };
  }
  if (!isMap(entry)) throw new KustomizeError('badEntry', { field: 'patches', entry: String(entry) });
  const { patch, path, target, options } = entry;
  const more = { target: isMap(target) ? target : undefined, options: isMap(options) ? options : {} };
  if (typeof patch === 'string') return { ...more, text: patch, from: 'patch' };
  if (typeof path === 'string') return { ...more, text: textOf(files, pathFrom(folder, path)), from: path };
  throw new KustomizeError('badEntry', { field: 'patches', entry: 'path' });
}

function applyPatch(resources: Resource[], { text, from, target, options }: Patch): void {
  const value = readDocuments(text)[0]?.value;
  if (Array.isArray(value)) {
    if (target === undefined) throw new KustomizeError('badEntry', { field: 'patches', entry: 'target' });
    const chosen = selected(resources, target);
    // patchesJson6902 names one object, and is wrong without it; a selector of `patches` may find none
    for (const resource of chosen) takePatched(resource, jsonPatch(resource.object, value));
    return;
  }
  for (const patch of mapsOf(text, from)) {
    const chosen = target === undefined ? [ownTarget(resources, patch)] : selected(resources, target);
    for (const resource of chosen) {
      const merged = strategicMerge(resource.object, patch, isBuiltIn(resource.object));
      if (merged === undefined) resources.splice(resources.indexOf(resource), 1);
      else replaceObject(resource, merged, options);
    }
  }
}

/** A JSON patch changes whatever it names: also which object it is. */
function takePatched(resource: Resource, object: JsonMap): void {
  resource.object = object;
  const { name, namespace } = metadataOf(object);
  if (name !== resource.names.at(-1)) resource.names.push(String(name));
  if (typeof namespace === 'string' && namespace !== resource.namespaces.at(-1)) resource.namespaces.push(namespace);
}

/** A merged patch changes what an object holds; which object it is stays, unless its options say otherwise. */
function replaceObject(resource: Resource, object: JsonMap, options: JsonMap): void {
  const { apiVersion, kind } = resource.object;
  const { name, namespace } = metadataOf(resource.object);
  resource.object = options['allowKindChange'] === true ? object : { ...object, apiVersion, kind };
  const metadata = metadataOf(resource.object);
  const isRenamed = options['allowNameChange'] === true && metadata['name'] !== name;
  resource.object['metadata'] = {
    ...metadata,
    name: isRenamed ? metadata['name'] : name,
    ...(namespace === undefined ? {} : { namespace }),
  };
  if (isRenamed) resource.names.push(String(metadata['name']));
}

function ownTarget(resources: readonly Resource[], patch: JsonMap): Resource {
  const { name, namespace } = metadataOf(patch);
  const [group] = groupVersionOf(patch);
  const found = resources.filter(
    ({ object, names, namespaces }) =>
      names.includes(String(name)) &&
      kindOf(object) === kindOf(patch) &&
      groupVersionOf(object)[0] === group &&
      (namespace === undefined || namespaces.length === 0 || namespaces.includes(String(namespace))),
  );
  const [only] = found;
  if (only === undefined) throw new KustomizeError('noTarget', { target: `${kindOf(patch)} ${String(name)}` });
  if (found.length > 1) throw new KustomizeError('ambiguous', { name: String(name) });
  return only;
}

function selected(resources: readonly Resource[], target: JsonMap): Resource[] {
  return resources.filter(({ object, names, namespaces }) => {
    const [group, version] = groupVersionOf(object);
    const metadata = metadataOf(object);
    return (
      fits(target['group'], [group]) &&
      fits(target['version'], [version]) &&
      fits(target['kind'], [kindOf(object)]) &&
      fits(target['name'], names) &&
      fits(target['namespace'], namespaces.length === 0 ? [''] : namespaces) &&
      fitsSelector(target['labelSelector'], metadata['labels']) &&
      fitsSelector(target['annotationSelector'], metadata['annotations'])
    );
  });
}

/** Fields of a target are regular expressions for the whole value. */
function fits(pattern: unknown, values: readonly string[]): boolean {
  if (typeof pattern !== 'string' || pattern === '') return true;
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new KustomizeError('badEntry', { field: 'target', entry: pattern });
  }
  return values.some((value) => expression.test(value));
}

const TERM = /^\s*(!?)\s*([^\s=!,()]+)\s*(?:(==?|!=)\s*([^\s,()]*)|\s(in|notin)\s*\(([^)]*)\))?\s*$/;

function fitsSelector(selector: unknown, pairs: unknown): boolean {
  if (typeof selector !== 'string' || selector.trim() === '') return true;
  const own = isMap(pairs) ? pairs : {};
  return selector.split(/,(?![^(]*\))/).every((term) => {
    const match = TERM.exec(term);
    if (match === null) throw new KustomizeError('badEntry', { field: 'labelSelector', entry: selector });
    const [, not, key = '', operator, wanted = '', word, list = ''] = match;
    const value = own[key];
    if (word !== undefined) {
      const isIn = list.split(',').some((item) => item.trim() === value);
      return word === 'in' ? isIn : !isIn;
    }
    if (operator === undefined) return (value !== undefined) === (not === '');
    return (value === wanted) === (operator !== '!=');
  });
}
