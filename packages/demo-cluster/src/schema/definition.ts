/** A field of a built-in type: its type in short, and its description. */
export interface FieldDefinition {
  /**
   * `string`, `boolean`, `integer/int32`, `number/double`, `string/byte`, `any`, or the name of a definition after `#`;
   * before it `[]` for a list and `{}` for a map with string keys.
   */
  readonly type: string;
  readonly description?: string;
}

/** A built-in type as data: what the generator finds and the asset of the build holds. */
export interface Definition {
  readonly description?: string;
  /** absent: a type without fields of its own; `type` says what it is */
  readonly fields?: Readonly<Record<string, FieldDefinition>>;
  readonly required?: readonly string[];
  readonly type?: string;
}

/** By name, e.g. `io.k8s.api.core.v1.Container`. */
export type Definitions = Readonly<Record<string, Definition>>;
