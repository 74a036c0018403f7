import { cutKind, type OpenApiDocument } from '../cut-kind.ts';
import { kindOf } from '../schema-node.ts';
import { SchemaTree } from '../schema-tree.ts';

/** Cuts of documents that clusters served: v1.20.2 (v2), the demo cluster (v3, apps/v1 and a CRD's group). Descriptions are shortened. */
const files = import.meta.glob<string>('./*.openapi.txt', { query: '?raw', eager: true, import: 'default' });

export function recorded(name: 'v1.20-v2' | 'demo-v3-apps' | 'demo-v3-crd'): OpenApiDocument {
  return JSON.parse(files[`./${name}.openapi.txt`] ?? '') as OpenApiDocument;
}

/** The tree of a kind out of a recorded document. */
export function treeOf(
  name: Parameters<typeof recorded>[0],
  apiVersion: string,
  kind: string,
  immutable: readonly string[] = [],
): SchemaTree {
  const schema = cutKind(recorded(name), kindOf(apiVersion, kind));
  if (schema === undefined) throw new Error(`${name} has no ${kind}`);
  return new SchemaTree(schema, immutable);
}
