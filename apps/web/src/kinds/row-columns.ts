import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { Pointer } from '../api/pointer.ts';
import type { ExtraColumn, Health, RowView } from './define-kind.ts';
import { textsField } from './row-fields.ts';

const OWNER = ['metadata.ownerReferences[*].kind', 'metadata.ownerReferences[*].name'] as const;
const OWNER_VERSION = 'metadata.ownerReferences[*].apiVersion';

/** The first owner of an object, as a link. */
export const ownerColumn: ExtraColumn = {
  id: 'owner',
  header: 'Owner',
  title: 'list.owner',
  wide: true,
  fields: [...OWNER, OWNER_VERSION],
  text: (view) => {
    const [kind, name] = OWNER.map((path) => textsField(view, path)[0]);
    return kind && name ? `${kind}/${name}` : '';
  },
  link: (view) => {
    const [kind, name] = OWNER.map((path) => textsField(view, path)[0]);
    const { group } = parseApiVersion(textsField(view, OWNER_VERSION)[0] ?? '');
    return kind && name ? { group, kind, name, namespace: view.row.namespace } : undefined;
  },
};

/** A column of the server's whose text names another object. */
export function linkColumn(
  id: string,
  header: string,
  to: (text: string, view: RowView) => Pointer | string | undefined,
  wide = false,
): ExtraColumn {
  return {
    id,
    header,
    wide,
    text: (view) => view.cell(header),
    link: (view) => {
      const text = view.cell(header);
      return /^(?:<\w+>)?$/.test(text) ? undefined : to(text, view);
    },
  };
}

/** A column of the server's with a bar under its text; no bar where there is no share. */
export function barColumn(
  id: string,
  header: string,
  share: (view: RowView) => number | undefined,
  tone: (view: RowView) => Health,
): ExtraColumn {
  return {
    id,
    header,
    text: (view) => view.cell(header),
    draw: (view) => {
      const value = share(view);
      return value === undefined || Number.isNaN(value) ? undefined : { share: value, tone: tone(view) };
    },
  };
}

/** A column of texts that one field, picked with [*], holds. */
export function textsColumn(id: string, header: string, title: string, path: string): ExtraColumn {
  return { id, header, title, fields: [path], text: (view) => [...new Set(textsField(view, path))].join(', ') };
}
