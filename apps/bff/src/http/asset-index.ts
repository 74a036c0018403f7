import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface Asset {
  readonly file: string;
  readonly type: string;
  readonly size: number;
  readonly etag: string;
  /** content coding → file and size of the copy that the build compressed */
  readonly encoded: ReadonlyMap<string, { readonly file: string; readonly size: number }>;
}

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

/**
 * Every file that may be served, by its address. What is not in this map is not there: no request ever becomes a path
 * (CVE-2024-7631). Files of other types, source maps among them, stay out.
 */
export function indexAssets(root: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  let entries: string[];
  try {
    entries = readdirSync(root, { recursive: true, encoding: 'utf8' });
  } catch {
    return assets;
  }
  const files = new Set(entries.map((entry) => join(root, entry)));
  for (const file of files) {
    const type = TYPES.get(extname(file));
    if (!type) continue;
    const stat = statSync(file, { throwIfNoEntry: false });
    // a build that goes on has just removed it
    if (!stat) continue;
    const { size, mtimeMs } = stat;
    const encoded = new Map<string, { file: string; size: number }>();
    for (const [coding, suffix] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      const copy = files.has(file + suffix) ? statSync(file + suffix, { throwIfNoEntry: false }) : undefined;
      if (copy) encoded.set(coding, { file: file + suffix, size: copy.size });
    }
    const address = `/${relative(root, file).split(sep).join('/')}`;
    assets.set(address, {
      file,
      type,
      size,
      etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`,
      encoded,
    });
  }
  return assets;
}
