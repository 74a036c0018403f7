/**
 * `npx tsx scripts/image.ts root FOLDER` makes the image's root file system (what the Dockerfile does, too);
 * `npx tsx scripts/image.ts archive FILE --mkimage PROGRAM` packs it, without Docker, as an archive that containerd and `docker load` take.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildStale } from './build.ts';
import { IMAGE, imageLabels } from './image-config.ts';
import { makeRoot } from './image-root.ts';
import { ROOT } from './run-step.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The version of package.json, which names the image. */
export function imageVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

function revision(): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** Builds what is stale, and the root file system of it. */
async function makeBuiltRoot(folder: string): Promise<void> {
  await buildStale(say);
  await makeRoot(folder, { version: imageVersion() });
}

/** Packs the image by `mkimage`, a program of this machine; answers its name, which is how container runtimes write one without a host. */
export async function makeArchive(file: string, mkimage: string): Promise<string> {
  const version = imageVersion();
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-image-'));
  try {
    await makeBuiltRoot(folder);
    const settings = {
      Entrypoint: IMAGE.entrypoint,
      User: IMAGE.user,
      ExposedPorts: Object.fromEntries(IMAGE.ports.map((port) => [`${port}/tcp`, {}])),
      Labels: imageLabels({ version, revision: revision(), source: '' }),
      Healthcheck: { Test: ['CMD', ...IMAGE.healthcheck] },
    };
    const env = Object.entries(IMAGE.env).map(([name, value]) => `${name}=${value}`);
    const name = `docker.io/library/${IMAGE.name}:${version}`;
    const args = [file, folder, JSON.stringify(settings), JSON.stringify(env), name];
    const { status } = spawnSync(mkimage, args, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${mkimage} failed`);
    return name;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { mkimage: { type: 'string' } } });
  const [what, target] = positionals;
  if (what === 'root' && target) await makeBuiltRoot(target);
  else if (what === 'archive' && target && values.mkimage)
    say(`${target} holds ${await makeArchive(target, values.mkimage)}`);
  else {
    process.stderr.write('Usage: tsx scripts/image.ts root FOLDER | archive FILE --mkimage PROGRAM\n');
    process.exit(2);
  }
}
