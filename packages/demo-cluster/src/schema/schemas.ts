import type { ResourceType } from '../resources/resource-type.ts';
import { BuiltInSchemas, definitionName } from './built-in-schemas.ts';
import { loadDefinitions } from './load-definitions.ts';
import type { Schema } from './schema.ts';

/** The types of all servers of this process; read when the first schema is asked for. */
const builtIn = new BuiltInSchemas(loadDefinitions);

/** The schemas of everything that the server serves. */
export class Schemas {
  /** undefined: a kind of which nothing is known; every field passes then. */
  of(type: ResourceType, version: string): Schema | undefined {
    return type.schemas?.[version] ?? builtIn.find(definitionName(type.group, version, type.kind));
  }

  /** Changes when a built-in type does. */
  fingerprint(): string {
    return builtIn.fingerprint();
  }

  /** A built-in type by the name of its definition. */
  named(name: string): Schema | undefined {
    return builtIn.find(name);
  }
}

/** A type that has what every object has: apiVersion, kind and metadata. */
export const commonFields = () => builtIn.find(definitionName('', 'v1', 'ConfigMap'));
