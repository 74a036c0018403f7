import type { ResourceType } from '../resources/resource-type.ts';
import type { Schema } from './schema.ts';

/** The schemas of everything that the server serves. */
export class Schemas {
  /** undefined: a kind of which nothing is known; every field passes then. */
  of(type: ResourceType, version: string): Schema | undefined {
    return type.schemas?.[version];
  }
}
