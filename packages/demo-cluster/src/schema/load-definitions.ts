import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from './definition.ts';
import { readModels } from './read-models.ts';

/** The file beside the built program, which has no models to read. */
const ASSET = 'built-in-types.json';

/** The built-in types: of the asset beside the built program, or read from the installed libraries. */
export function loadDefinitions(): Definitions {
  const asset = join(import.meta.dirname, ASSET);
  return existsSync(asset) ? (JSON.parse(readFileSync(asset, 'utf8')) as Definitions) : readModels();
}

/** Writes the types of the installed libraries into the folder of a built program. */
export function writeAsset(folder: string): void {
  writeFileSync(join(folder, ASSET), JSON.stringify(readModels()));
}
