/** One list stands on a page. */
export const gridId = 'resource-list';

/** The element id of a row. uids are the cluster's words: they are used as an id and never as a selector. */
export function rowId(uid: string): string {
  return `${gridId}-${uid.replace(/\s/g, '_')}`;
}
