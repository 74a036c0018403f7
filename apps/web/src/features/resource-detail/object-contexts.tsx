import type { ReactNode } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { DeletedContext } from './deleted-context.ts';
import type { OwnRow } from './own-row.ts';
import { OwnRowContext } from './own-row-context.ts';
import { OwnersContext } from './relations/owners-context.ts';
import { useOwners } from './relations/use-owners.ts';

interface ObjectContextsProps {
  readonly target: ObjectRef;
  readonly object: KubeObject | undefined;
  readonly deleted: boolean;
  readonly row: OwnRow | undefined;
  readonly children: ReactNode;
}

/** What all parts of an object's page share, each from one live query. */
export function ObjectContexts({ target, object, deleted, row, children }: ObjectContextsProps) {
  const owners = useOwners(target, object);
  return (
    <DeletedContext value={deleted}>
      <OwnersContext value={owners}>
        <OwnRowContext value={row}>{children}</OwnRowContext>
      </OwnersContext>
    </DeletedContext>
  );
}
