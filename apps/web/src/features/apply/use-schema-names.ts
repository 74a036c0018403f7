import { useEffect, useMemo, useState } from 'react';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { SchemaTree } from '../../api/schema/schema-tree.ts';
import type { ValuePath } from '../../api/writes/value-path.ts';
import type { ApplyItem } from './apply-item.ts';

/** The names that may stand at a path of a document, as far as the schemas of the documents with faults have come. */
export function useSchemaNames(
  schemas: SchemaSource,
  items: readonly ApplyItem[],
): (item: ApplyItem) => (path: ValuePath) => readonly string[] {
  const [trees, setTrees] = useState<ReadonlyMap<string, SchemaTree>>(new Map());
  const wanted = useMemo(() => {
    const faulty = items.filter(
      ({ state }) => state.step === 'refused' || (state.step === 'ready' && state.preview.dropped.length > 0),
    );
    return [...new Map(faulty.map((item) => [keyOf(item), item.target?.resource])).entries()];
  }, [items]);
  useEffect(() => {
    let isCurrent = true;
    for (const [key, resource] of wanted) {
      if (resource === undefined || trees.has(key)) continue;
      const { group, version, kind } = resource;
      // without a schema only the suggestion is missing
      schemas.load({ group, version, kind }).then(
        (schema) => {
          if (!isCurrent || schema === undefined) return;
          setTrees((known) => (known.has(key) ? known : new Map(known).set(key, new SchemaTree(schema))));
        },
        () => undefined,
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [wanted, schemas, trees]);
  return useMemo(
    () => (item) => (path) => (trees.get(keyOf(item))?.fields(path) ?? []).map(({ name }) => name),
    [trees],
  );
}

const keyOf = ({ manifest: { apiVersion, kind } }: ApplyItem): string => `${apiVersion} ${kind}`;
