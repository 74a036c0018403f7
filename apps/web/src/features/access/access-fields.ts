/** What stands in the address of the explorer of rights. */
export interface AccessFields {
  readonly tab?: string;
  readonly verb?: string;
  /** a resource as people write it, or a path */
  readonly what?: string;
  readonly ns?: string;
  readonly name?: string;
  /** "1": in whichever namespace */
  readonly any?: string;
  readonly subject?: string;
  /** further groups of the subject, with commas between */
  readonly groups?: string;
  readonly q?: string;
  readonly risk?: string;
}

export interface AccessViewProps {
  readonly cluster: string;
  /** those of the last visit; null: all */
  readonly namespaces: readonly string[] | null;
  readonly fields: AccessFields;
  /** puts a change into the address; "" takes a field away */
  readonly onFields: (patch: AccessFields) => void;
}
