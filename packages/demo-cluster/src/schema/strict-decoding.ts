import type { JsonObject } from '../json-value.ts';
import type { Schema } from './schema.ts';

/** Fields that a schema does not know, in the API server's words: `unknown field "spec.template.spec.containers[0].imag"`. */
export function unknownFields(_schema: Schema, _object: JsonObject): string[] {
  return [];
}
