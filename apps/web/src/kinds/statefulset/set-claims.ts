import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { Row } from '../../live/row.ts';
import { claimOrdinal, type SetOrder } from './ordinals.ts';

const FIELDS = ['spec.volumeName', 'status.phase', 'status.capacity.storage'];

/** A claim that a StatefulSet made. */
export interface SetClaim {
  readonly name: string;
  /** the PersistentVolume that it is bound to; "" when it is not */
  readonly volume: string;
  readonly phase: string;
  readonly storage: string;
}

/** The claims of the namespace: those made by hand for an ordinal carry none of the set's labels, so that names decide. */
export function setClaimsQuery({ cluster, namespace }: ObjectRef): LiveQuery {
  return {
    cluster,
    resource: 'v1/persistentvolumeclaims',
    namespaces: [namespace ?? ''],
    fields: FIELDS,
    mode: 'rows',
  };
}

/** Makes the reader of claims whose names are those of the set's claim templates. */
export function setClaimReader(
  order: Pick<SetOrder, 'claims' | 'name'>,
): (columns: readonly LiveColumn[]) => (row: Row) => SetClaim | undefined {
  return () =>
    ({ name, fields }) => {
      if (claimOrdinal(name, order) === undefined) return undefined;
      const [volume = '', phase = '', storage = ''] = fields.map((value) => (typeof value === 'string' ? value : ''));
      return { name, volume, phase, storage };
    };
}
