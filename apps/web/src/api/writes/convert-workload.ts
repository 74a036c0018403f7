import { type Document, isMap } from 'yaml';

/** Workloads to apps/v1: the selector is no longer guessed from the template's labels, and must be there. */
export function convertWorkload(document: Document): void {
  const spec = document.get('spec');
  if (!isMap(spec)) return;
  spec.delete('rollbackTo');
  spec.delete('templateGeneration');
  const labels = spec.getIn(['template', 'metadata', 'labels']);
  if (!spec.has('selector') && isMap(labels)) {
    const selector = document.createNode({ matchLabels: labels.clone() });
    // where a reader looks for it: before the template
    const at = spec.items.findIndex(({ key }) => String(key) === 'template');
    spec.items.splice(Math.max(at, 0), 0, document.createPair('selector', selector));
  }
}
