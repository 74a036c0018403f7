/** What is wrong, or worth knowing, at a field of an object that is to be written. */
export interface Fault {
  /** from the object's root: ["spec", "template", "spec", "containers", 0, "image"]; empty: of the object as a whole */
  readonly path: readonly (string | number)[];
  /** In the person's language: what happened, why, what to do. Not yet made safe to show. */
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** the server's own words */
  readonly detail?: string;
  /** Line of the text, from 1, where the server named one and there is no field to point at: a syntax error. */
  readonly line?: number;
}
