import { isMap, type JsonMap } from '../kube-yaml.ts';
import { bytesOf, type FileSet, listOf, pathFrom, textOf } from './file-set.ts';
import { KustomizeError } from './kustomize-error.ts';
import { metadataOf, newResource, type Resource } from './resource.ts';

type Kind = 'ConfigMap' | 'Secret';

/** The ConfigMap or Secret that an entry of configMapGenerator or secretGenerator asks for. */
export function generate(kind: Kind, entry: JsonMap, options: JsonMap, folder: string, files: FileSet): Resource {
  const name = entry['name'];
  if (typeof name !== 'string') throw new KustomizeError('badEntry', { field: `${kind} generator`, entry: 'name' });
  const own = isMap(entry['options']) ? entry['options'] : {};
  const metadata: JsonMap = { name };
  if (typeof entry['namespace'] === 'string') metadata['namespace'] = entry['namespace'];
  for (const field of ['labels', 'annotations']) {
    const merged = { ...(options[field] as JsonMap), ...(own[field] as JsonMap) };
    if (Object.keys(merged).length > 0) metadata[field] = merged;
  }
  const object: JsonMap = { apiVersion: 'v1', kind, metadata };
  if (kind === 'Secret') object['type'] = entry['type'] ?? 'Opaque';
  for (const [key, bytes] of pairsOf(entry, folder, files)) put(object, kind, key, bytes);
  if ((own['immutable'] ?? options['immutable']) === true) object['immutable'] = true;
  return newResource(object, (own['disableNameSuffixHash'] ?? options['disableNameSuffixHash']) !== true);
}

function pairsOf(entry: JsonMap, folder: string, files: FileSet): Map<string, Uint8Array> {
  const pairs = new Map<string, Uint8Array>();
  const add = (key: string, value: Uint8Array): void => {
    if (pairs.has(key)) throw new KustomizeError('twice', { name: key });
    pairs.set(key, value);
  };
  const envs = [...listOf(entry['envs']), ...(entry['env'] === undefined ? [] : [entry['env']])];
  for (const file of envs)
    for (const line of textOf(files, pathFrom(folder, String(file)))
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)) {
      const text = line.trimStart();
      if (text === '' || text.startsWith('#')) continue;
      const equals = text.indexOf('=');
      // a line without "=" takes the value of the shell that runs kustomize: there is none here
      if (equals < 1) throw new KustomizeError('badEntry', { field: String(file), entry: text });
      add(text.slice(0, equals), bytes(text.slice(equals + 1)));
    }
  for (const literal of listOf(entry['literals'])) {
    const text = String(literal);
    const equals = text.indexOf('=');
    if (equals < 1) throw new KustomizeError('badEntry', { field: 'literals', entry: text });
    add(text.slice(0, equals), bytes(unquoted(text.slice(equals + 1))));
  }
  for (const file of listOf(entry['files'])) {
    const text = String(file);
    const equals = text.indexOf('=');
    const path = text.slice(equals + 1);
    add(equals < 0 ? (path.split('/').at(-1) ?? path) : text.slice(0, equals), bytesOf(files, pathFrom(folder, path)));
  }
  return pairs;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function put(object: JsonMap, kind: Kind, key: string, value: Uint8Array): void {
  const text = kind === 'Secret' ? undefined : textIfAny(value);
  const field = kind === 'Secret' || text !== undefined ? 'data' : 'binaryData';
  object[field] = { ...(object[field] as JsonMap), [key]: text ?? base64(value) };
}

function textIfAny(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return undefined;
  }
}

const LINE = 70;

/** Base64 in lines of 70, each with its line break, once there is more than one: the hash counts them too. */
function base64(value: Uint8Array): string {
  let binary = '';
  for (const byte of value) binary += String.fromCharCode(byte);
  const text = btoa(binary);
  if (text.length < LINE) return text;
  return (text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []).map((line) => `${line}\n`).join('');
}

/** Puts what was generated with the rest: new, in place of what is there, or merged with it, as its `behavior` says. */
export function addGenerated(resources: Resource[], made: Resource, behavior: unknown): void {
  const { kind } = made.object;
  const name = made.names[0] ?? '';
  const index = resources.findIndex(({ object, names }) => object['kind'] === kind && names.includes(name));
  const there = resources[index];
  if (behavior === undefined || behavior === 'create' || behavior === 'unspecified') {
    if (there !== undefined && there.names.at(-1) === name) throw new KustomizeError('twice', { name });
    resources.push(made);
    return;
  }
  if (there === undefined) throw new KustomizeError('noTarget', { target: `${String(kind)} ${name}` });
  const { name: presentName, namespace } = metadataOf(there.object);
  const fields = behavior === 'merge' ? ['data', 'binaryData', 'stringData'] : [];
  const object: JsonMap = { ...(behavior === 'merge' ? there.object : {}), ...made.object };
  for (const field of fields) {
    const merged = { ...(there.object[field] as JsonMap), ...(made.object[field] as JsonMap) };
    if (Object.keys(merged).length > 0) object[field] = merged;
  }
  const metadata: JsonMap = { ...metadataOf(made.object), name: presentName };
  if (namespace !== undefined) metadata['namespace'] = namespace;
  for (const field of ['labels', 'annotations']) {
    const merged = { ...(metadataOf(there.object)[field] as JsonMap), ...(metadata[field] as JsonMap) };
    if (Object.keys(merged).length > 0) metadata[field] = merged;
  }
  there.object = { ...object, metadata };
  there.needsHash = made.needsHash || there.needsHash;
}
