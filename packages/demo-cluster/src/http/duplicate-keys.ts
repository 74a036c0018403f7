import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { YAML_OPTIONS } from './yaml-options.ts';

/** Keys that stand twice in a map of a YAML text, in the words of Go's decoder: `line 4: key "replicas" already set in map`. */
export function duplicateKeys(text: string): string[] {
  const lineCounter = new LineCounter();
  const found: string[] = [];
  visit(parseDocument(text, { ...YAML_OPTIONS, lineCounter }), {
    Collection(_key, node) {
      if (!isMap(node)) return;
      const seen = new Set<unknown>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          const shown = typeof key.value === 'string' ? JSON.stringify(key.value) : String(key.value);
          found.push(`line ${lineCounter.linePos(key.range?.[0] ?? 0).line}: key ${shown} already set in map`);
        }
        seen.add(key.value);
      }
    },
  });
  return found;
}
