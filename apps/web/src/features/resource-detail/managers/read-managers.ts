import type { KubeObject } from '../../../api/kube-object.ts';
import { textAt, valueAt } from '../../../api/read-field.ts';
import { countOwned, decodeFields, type OwnedField } from './decode-fields.ts';

/** One writer of an object, as the API server keeps it. */
export interface Manager {
  readonly id: string;
  readonly name: string;
  /** Apply: by server-side apply, conflicts are asked about · Update: by any other write */
  readonly operation: string;
  readonly subresource: string;
  readonly apiVersion: string;
  readonly time: string;
  readonly fields: readonly OwnedField[];
  readonly count: number;
}

/** Who has written which fields, the last writer first. */
export function readManagers({ metadata }: KubeObject): readonly Manager[] {
  return (metadata.managedFields ?? [])
    .map((entry, index): Manager => {
      const fields = decodeFields(valueAt(entry, 'fieldsV1'));
      const [name, operation, subresource] = ['manager', 'operation', 'subresource'].map((key) => textAt(entry, key));
      return {
        id: `${index}/${name}/${operation}/${subresource}`,
        name: name ?? '',
        operation: operation ?? '',
        subresource: subresource ?? '',
        apiVersion: textAt(entry, 'apiVersion'),
        time: textAt(entry, 'time'),
        fields,
        count: countOwned(fields),
      };
    })
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
}
