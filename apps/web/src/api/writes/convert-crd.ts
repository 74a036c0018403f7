import { type Document, isMap, isNode, isSeq, type Node, YAMLMap } from 'yaml';

/** CRDs to apiextensions.k8s.io/v1: schema, columns and subresources stand with each version. */
export function convertCrd(document: Document): void {
  const spec = document.get('spec');
  if (!isMap(spec)) return;
  const single = spec.get('version', true);
  if (!spec.has('versions') && single !== undefined) {
    const version = new YAMLMap();
    version.set('name', single);
    version.set('served', 'true');
    version.set('storage', 'true');
    spec.set('versions', document.createNode([version]));
  }
  spec.delete('version');
  const validation = spec.get('validation', true);
  const columns = spec.get('additionalPrinterColumns', true);
  const subresources = spec.get('subresources', true);
  for (const old of ['validation', 'additionalPrinterColumns', 'subresources', 'preserveUnknownFields'])
    spec.delete(old);
  const versions = spec.get('versions');
  if (!isSeq(versions)) return;
  for (const version of versions.items) {
    if (!isMap(version)) continue;
    moveInto(version, 'schema', validation);
    moveInto(version, 'subresources', subresources);
    moveInto(version, 'additionalPrinterColumns', columns);
    renameJsonPath(version.get('additionalPrinterColumns'));
    if (!version.has('schema'))
      // v1 needs a schema: this one accepts what the old CRD accepted
      version.set(
        'schema',
        document.createNode({ openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': 'true' } }),
      );
  }
}

function moveInto(version: YAMLMap, field: string, node: unknown): void {
  if (isNode(node) && !version.has(field)) version.set(field, node.clone() as Node);
}

function renameJsonPath(columns: unknown): void {
  if (!isSeq(columns)) return;
  for (const column of columns.items) {
    if (!isMap(column) || !column.has('JSONPath')) continue;
    const path = column.get('JSONPath', true);
    column.delete('JSONPath');
    column.set('jsonPath', path);
  }
}
