import { isMap, type JsonMap } from '../kube-yaml.ts';
import { type FileSet, folderOf, kustomizationIn, listOf, mapsOf, pathFrom, readMaps, textOf } from './file-set.ts';
import { addGenerated, generate } from './generators.ts';
import { transformImages, transformReplicas } from './images.ts';
import { KustomizeError } from './kustomize-error.ts';
import { nameHash } from './name-hash.ts';
import { transformPairs } from './pairs.ts';
import { applyPatches } from './patches.ts';
import { transformNames, transformNamespace } from './place.ts';
import { fixReferences } from './references.ts';
import { kindOf, nameOf, newResource, type Resource, rename } from './resource.ts';

const KNOWN = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
  'components',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'labels',
  'commonLabels',
  'commonAnnotations',
  'images',
  'replicas',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  // they say in which order the output stands; we apply in an order of our own
  'sortOptions',
  'buildMetadata',
]);
const UNSUPPORTED = new Set([
  'configurations',
  'crds',
  'generators',
  'helmCharts',
  'helmChartInflationGenerator',
  'helmGlobals',
  'inventory',
  'openapi',
  'replacements',
  'transformers',
  'validators',
  'vars',
]);

/**
 * The objects that the kustomization of a folder builds, as `kubectl kustomize` does. Rejects with a KustomizeError; what is not
 * understood is never passed over.
 */
export async function buildKustomization(files: FileSet, folder: string): Promise<JsonMap[]> {
  const resources = accumulate(files, folder, []);
  for (const resource of resources)
    if (resource.needsHash) rename(resource, `${nameOf(resource)}-${await nameHash(resource.object)}`);
  fixReferences(resources);
  return resources.map(({ object }) => object);
}

function readKustomization(files: FileSet, folder: string): JsonMap {
  const path = kustomizationIn(files, folder);
  if (path === undefined) throw new KustomizeError('noKustomization', { folder: folder === '' ? '.' : folder });
  const [kustomization = {}, second] = mapsOf(textOf(files, path), path);
  if (second !== undefined) throw new KustomizeError('badEntry', { field: path, entry: '---' });
  for (const [field, value] of Object.entries(kustomization)) {
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    if (UNSUPPORTED.has(field) && !isEmpty) throw new KustomizeError('unsupported', { field, file: path });
    if (!KNOWN.has(field) && !UNSUPPORTED.has(field)) throw new KustomizeError('unknownField', { field, file: path });
  }
  return kustomization;
}

function accumulate(files: FileSet, folder: string, above: readonly string[]): Resource[] {
  if (above.includes(folder)) throw new KustomizeError('cycle', { folder });
  const kustomization = readKustomization(files, folder);
  const resources: Resource[] = [];
  for (const entry of [...listOf(kustomization['resources']), ...listOf(kustomization['bases'])])
    resources.push(...readEntry(files, folder, String(entry), [...above, folder]));
  checkTwins(resources);
  for (const entry of listOf(kustomization['components'])) {
    const path = pathFrom(folder, String(entry));
    if ([...above, folder].includes(path)) throw new KustomizeError('cycle', { folder: path });
    transform(resources, readKustomization(files, path), path, files, [...above, folder]);
  }
  transform(resources, kustomization, folder, files);
  return resources;
}

function readEntry(files: FileSet, folder: string, entry: string, above: readonly string[]): Resource[] {
  const path = pathFrom(folder, entry);
  if (!files.has(path)) {
    const isFolder = [...files.keys()].some((name) => path === '' || folderOf(name) === path);
    if (!isFolder) throw new KustomizeError('noFile', { file: path });
    return accumulate(files, path, above);
  }
  return readMaps(files, path).flatMap((map) => {
    // a list stands for what it holds
    const items = kindOf(map).endsWith('List') && Array.isArray(map['items']) ? map['items'].filter(isMap) : [map];
    return items.map((item) => newResource(item));
  });
}

function checkTwins(resources: readonly Resource[]): void {
  const seen = new Set<string>();
  for (const resource of resources) {
    const { object, namespaces } = resource;
    const id = [object['apiVersion'], kindOf(object), namespaces.at(-1), nameOf(resource)].join('|');
    if (seen.has(id)) throw new KustomizeError('twice', { name: `${kindOf(object)} ${nameOf(resource)}` });
    seen.add(id);
  }
}

/** The transformers of one kustomization, in kustomize's order: patches meet the names as they are written. */
function transform(
  resources: Resource[],
  kustomization: JsonMap,
  folder: string,
  files: FileSet,
  componentOf?: readonly string[],
): void {
  if (componentOf !== undefined)
    for (const entry of listOf(kustomization['resources']))
      resources.push(...readEntry(files, folder, String(entry), [...componentOf, folder]));
  const options = isMap(kustomization['generatorOptions']) ? kustomization['generatorOptions'] : {};
  for (const [field, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const)
    for (const entry of listOf(kustomization[field])) {
      if (!isMap(entry)) throw new KustomizeError('badEntry', { field, entry: String(entry) });
      addGenerated(resources, generate(kind, entry, options, folder, files), entry['behavior']);
    }
  applyPatches(resources, kustomization['patchesStrategicMerge'], folder, files);
  applyPatches(resources, kustomization['patches'], folder, files);
  transformNamespace(resources, kustomization);
  transformNames(resources, kustomization);
  transformPairs(resources, kustomization);
  applyPatches(resources, kustomization['patchesJson6902'], folder, files);
  transformReplicas(resources, kustomization);
  transformImages(resources, kustomization);
}
