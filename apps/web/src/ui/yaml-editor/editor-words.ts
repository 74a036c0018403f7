/** What an editor says, in the person's language. */
export interface EditorWords {
  /** accessible name of the text */
  readonly label: string;
  /** CodeMirror's own English phrases */
  readonly phrases: Readonly<Record<string, string>>;
  /** a text of namespace "editor" */
  readonly say: (key: string, values?: Record<string, unknown>) => string;
}
