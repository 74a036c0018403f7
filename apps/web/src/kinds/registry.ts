import { parseResource } from '@quarterdeck/shared/resource-path';
import type { KindDefinition } from './define-kind.ts';

// the part of each file that lists and the sidebar show: see detail-keys.ts
const files = import.meta.glob<KindDefinition>('./*.kind.tsx', { eager: true, query: '?list', import: 'default' });

/** Kind definitions by "group/plural" ("/pods" for the core group): a version in a kind file serves its whole group. */
export function kindsOf(definitions: Iterable<KindDefinition>): ReadonlyMap<string, KindDefinition> {
  const kinds = new Map<string, KindDefinition>();
  for (const definition of definitions)
    for (const text of definition.resources) {
      const parsed = parseResource(text);
      if (parsed === undefined) throw new Error(`A kind file names "${text}", which is no resource`);
      kinds.set(`${parsed.group}/${parsed.resource}`, definition);
    }
  return kinds;
}

/** Every kind that has a file, without what only objects' pages read. */
export const kinds = kindsOf(Object.values(files));
