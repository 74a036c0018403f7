import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from './definition.ts';
import { METRICS_DEFINITIONS } from './metrics-definitions.ts';
import { modelVersions, readModels } from './read-models.ts';

/** The file beside the built program, which has no models to read. */
const ASSET = 'built-in-types.json';
const SOURCES = ['read-models.ts', 'read-type-files.ts'];
const CACHE = join(import.meta.dirname, '../../../../.cache');

const parsed = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Definitions;

/** The built-in types: of the asset beside the built program, or read from the installed libraries. */
export function loadDefinitions(): Definitions {
  const asset = join(import.meta.dirname, ASSET);
  return { ...(existsSync(asset) ? parsed(asset) : cached()), ...METRICS_DEFINITIONS };
}

/** What was read before from the same libraries by the same code: every test process would read a thousand files anew. */
function cached(): Definitions {
  const hash = createHash('sha256').update(modelVersions());
  for (const source of SOURCES) hash.update(readFileSync(join(import.meta.dirname, source)));
  const file = join(CACHE, `built-in-types-${hash.digest('hex').slice(0, 16)}.json`);
  if (existsSync(file)) return parsed(file);
  const definitions = readModels();
  mkdirSync(CACHE, { recursive: true });
  // others may read it at this moment
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(definitions));
  renameSync(`${file}.${process.pid}`, file);
  return definitions;
}

/** Writes the types of the installed libraries into the folder of a built program. */
export function writeAsset(folder: string): void {
  writeFileSync(join(folder, ASSET), JSON.stringify(readModels()));
}
