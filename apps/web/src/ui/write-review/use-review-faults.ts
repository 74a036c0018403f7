import { useEffect, useMemo, useState } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { SchemaTree } from '../../api/schema/schema-tree.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { reviewFaults } from '../../api/writes/review-faults.ts';
import type { ReviewState } from '../../api/writes/review-session.ts';
import { useWords } from '../use-words.ts';

/** What a review found wrong or worth knowing, in the person's language; undefined while it is not known. */
export function useReviewFaults(
  state: ReviewState,
  schemas: SchemaSource | undefined,
  { resource: { group, version, kind } }: ObjectRef,
): readonly Fault[] | undefined {
  const t = useWords('writes');
  const [tree, setTree] = useState<SchemaTree>();
  useEffect(() => {
    let isCurrent = true;
    // without a schema only the suggestion is missing
    schemas?.load({ group, version, kind }).then(
      (schema) => {
        if (isCurrent && schema !== undefined) setTree(new SchemaTree(schema));
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [schemas, group, version, kind]);
  return useMemo(
    () => reviewFaults(state, (path) => (tree?.fields(path) ?? []).map(({ name }) => name), t),
    [state, tree, t],
  );
}
