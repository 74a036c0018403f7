/**
 * `npm start`: builds what is stale, then serves. With a kubeconfig its contexts are the clusters, with a list of clusters those; without
 * either (or with --demo) the demo cluster runs beside the BFF in a process of its own.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BFF_FLAGS } from './bff-flags.ts';
import { buildStale, OUTPUTS } from './build.ts';
import { type ChildProgram, startProgram } from './child-program.ts';
import { hasClusters, withoutClusters } from './given-clusters.ts';
import { ROOT } from './run-step.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function readArguments(): { demo: boolean; port: string | undefined; host: string | undefined } {
  try {
    const { values } = parseArgs({
      options: { demo: { type: 'boolean', default: false }, port: { type: 'string' }, host: { type: 'string' } },
    });
    return { demo: values.demo, port: values.port, host: values.host };
  } catch (fault) {
    process.stderr.write(`${(fault as Error).message}\nUsage: npm start -- [--demo] [--port N] [--host H]\n`);
    process.exit(2);
  }
}

const args = readArguments();
await buildStale(say);

const programs: ChildProgram[] = [];
const demo = args.demo || !hasClusters(process.env);
const { QUARTERDECK_DEMO_DIR: demoFolder, ...given } = process.env;
const env: NodeJS.ProcessEnv = { ...(demo ? withoutClusters(given) : given), QUARTERDECK_WEB_ROOT: OUTPUTS.web };
if (args.port !== undefined) env['PORT'] = args.port;
if (args.host !== undefined) env['HOST'] = args.host;

/** A key that outlives restarts, so that they sign nobody out (docs/adr/0001); made once, readable by this user only. */
function sessionKeyFile(): string {
  const file = join(ROOT, '.cache', 'session-key');
  if (!existsSync(file)) {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  }
  return file;
}
if (!env['QUARTERDECK_SESSION_KEY']) env['QUARTERDECK_SESSION_KEY_FILE'] ??= sessionKeyFile();

let temporary: string | undefined;
let stopping: Promise<void> | undefined;

/** Stops what was started, the last first, and leaves; whoever calls again meanwhile waits for the same end. */
async function stop(code: number): Promise<never> {
  stopping ??= (async () => {
    for (const program of programs.toReversed()) await program.stop();
    if (temporary) rmSync(temporary, { recursive: true, force: true });
  })();
  await stopping;
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

if (demo) {
  // holds the demo's kubeconfig and the tokens of its ready logins: readable by this user only
  const folder = demoFolder ?? mkdtempSync(join(tmpdir(), 'quarterdeck-demo-'));
  if (demoFolder) mkdirSync(folder, { recursive: true, mode: 0o700 });
  else temporary = folder;
  const kubeconfig = join(folder, 'kubeconfig');
  const logins = join(folder, 'logins.json');
  const cluster = startProgram([OUTPUTS.demoCluster, '--port', '0', '--kubeconfig', kubeconfig, '--logins', logins], {
    ready: /^Demo cluster is listening on (\S+)/,
    onLine: say,
  });
  programs.push(cluster);
  void cluster.ended.then((code) => stop(code));
  await cluster.ready.catch((fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    return stop(1);
  });
  env['KUBECONFIG'] = kubeconfig;
  env['QUARTERDECK_READY_LOGINS_FILE'] = logins;
} else {
  env['QUARTERDECK_LOCAL_USER'] ??= '1';
}

const bff = startProgram([...BFF_FLAGS, OUTPUTS.bff], {
  ready: /^Quarterdeck is listening on (\S+)/,
  env,
  onLine: say,
});
programs.push(bff);
void bff.ended.then((code) => stop(code));
await bff.ready.catch(() => stop(1));
