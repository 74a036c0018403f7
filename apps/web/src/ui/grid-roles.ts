/**
 * Roles of the grid's parts, said although the elements have them: a style sheet that lays a table out as a grid takes its
 * native roles away in WebKit.
 */
export const gridRole = {
  grid: { role: 'grid' },
  /** rows can be selected, several at once */
  selectGrid: { role: 'grid', 'aria-multiselectable': true },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  header: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const;
