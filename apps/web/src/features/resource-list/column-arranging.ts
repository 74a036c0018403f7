/** What a person may do to the columns in the header. */
export interface ColumnArranging {
  /** puts the column at a place among the shown ones; false: it is there, or there is no such place */
  move(id: string, to: number): boolean;
  /** undefined: as wide as the list thinks */
  resize(id: string, px: number | undefined): void;
  /** remembers the widths as they are */
  settle(): void;
  /** tells those who do not see it what was done */
  say(what: string): void;
  /** what stands in the column, in some of the rows */
  texts(id: string): readonly string[];
}
