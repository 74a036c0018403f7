import { relative } from 'node:path';
import type { Plugin } from 'vite';

/** Modules that are in the build: the page's, and its workers', which Vite bundles before it writes the page. */
const modules = new Set<string>();

/**
 * Records which packages the build holds, for the image's bill of materials (scripts/sbom.ts): .vite/packages.json, beside Vite's manifest.
 * The same plugin notes the workers' modules.
 */
export function bundledPackages(part: 'page' | 'worker'): Plugin {
  let root = '';
  return {
    name: 'quarterdeck-bundled-packages',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') for (const id of Object.keys(file.modules)) modules.add(id);
      // style sheets leave their chunks before this
      for (const id of this.getModuleIds()) if (/\.css(?:\?|$)/.test(id)) modules.add(id);
      if (part === 'worker') return;
      const folders = new Set<string>();
      for (const id of modules) {
        const [, folder] = /^[\0]?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
        if (folder !== undefined) folders.add(relative(`${root}/../..`, folder));
      }
      const source = JSON.stringify([...folders].sort(), null, 1);
      this.emitFile({ type: 'asset', fileName: '.vite/packages.json', source });
    },
  };
}
