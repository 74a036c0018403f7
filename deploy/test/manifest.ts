import { parseAllDocuments } from 'yaml';

/** Any object of Kubernetes, as far as these tests look into it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** The objects of a stream of YAML documents; throws where it is not well-formed or says a key twice. */
export function readManifests(text: string): Manifest[] {
  return parseAllDocuments(text, { uniqueKeys: true })
    .map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS() as Manifest | null;
    })
    .filter((manifest) => manifest !== null);
}

const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`;

/** The same objects are equal in this form: neither the order of documents, nor that of lists which Kubernetes keys, counts. */
export function comparable(manifests: readonly Manifest[]): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const manifest of manifests) {
    const name = nameOf(manifest);
    if (name in all) throw new Error(`${name} is there twice`);
    all[name] = inOrder(manifest);
  }
  return all;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    const keys = items.map(keyOf);
    return keys.includes(undefined) ? items : items.toSorted((a, b) => ((keyOf(a) ?? '') < (keyOf(b) ?? '') ? -1 : 1));
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOrder(item)]));
  return typeof value === 'string' && /^[[{][\s\S]*[\]}]\s*$/.test(value) ? { json: JSON.parse(value) } : value;
}

/** What tells the items of env, volumes, ports, mounts and pull secrets apart. */
function keyOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const key = 'mountPath' in item ? item.mountPath : 'name' in item ? item.name : undefined;
  return typeof key === 'string' ? key : undefined;
}
