import type { JsonObject } from '../json-value.ts';

/**
 * What the fields of a kind are: the part of OpenAPI that the API server works with. A type that contains itself is a graph with
 * cycles, built as it is walked; never print or compare one as a whole.
 */
export interface Schema {
  /** The name of the definition, e.g. `io.k8s.api.core.v1.Container`; absent for types without one. */
  readonly name?: string;
  /** absent: anything goes */
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  /** int32, int64, double, byte, date-time, quantity, …; CRDs bring their own */
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  /** absent: atomic */
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  /** absent: granular */
  readonly mapType?: 'atomic' | 'granular';
  /** `merge`, `retainKeys` or `merge,retainKeys` */
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly intOrString?: boolean;
  /** CRDs: `x-kubernetes-preserve-unknown-fields` */
  readonly preserveUnknownFields?: boolean;
  /** CRDs: `x-kubernetes-embedded-resource` */
  readonly embeddedResource?: boolean;
  readonly nullable?: boolean;
  /** CRDs: the schema as its author wrote it, with the validations that only custom resources have */
  readonly raw?: JsonObject;
}
