import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { OidcOptions } from './auth/oidc-tokens.ts';
import { CLUSTER_NAME } from './kubeconfig.ts';
import { startDemoCluster } from './start-demo-cluster.ts';

const USAGE =
  'Usage: demo-cluster [--port N] [--host H] [--kubeconfig FILE] [--logins FILE] [--nodes N] [--pods N] [--churn N] [--no-watch-list] [--oidc-issuer-url URL --oidc-client-id ID [--oidc-ca-file FILE] [--oidc-username-claim C] [--oidc-username-prefix P] [--oidc-groups-claim C] [--oidc-groups-prefix P]]';

class UsageError extends Error {}

function readNumber(name: string, text: string | undefined, max: number): number {
  if (text === undefined) return 0;
  if (!/^\d+$/.test(text) || Number(text) > max) throw new UsageError(`--${name} must be a whole number up to ${max}.`);
  return Number(text);
}

/** kube-apiserver's flags of the same names. */
function readOidc(values: Readonly<Record<string, string | boolean | undefined>>): OidcOptions | undefined {
  const flag = (name: string) => {
    const value = values[`oidc-${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  const [issuerUrl, clientId, caFile] = [flag('issuer-url'), flag('client-id'), flag('ca-file')];
  if (issuerUrl === undefined && clientId === undefined) return undefined;
  if (issuerUrl === undefined || clientId === undefined || !issuerUrl.startsWith('https://'))
    throw new UsageError('--oidc-issuer-url (https) and --oidc-client-id go together.');
  return {
    issuerUrl,
    clientId,
    caPem: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
    usernameClaim: flag('username-claim'),
    usernamePrefix: flag('username-prefix'),
    groupsClaim: flag('groups-claim'),
    groupsPrefix: flag('groups-prefix'),
  };
}

function readArguments(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args,
      options: {
        port: text,
        host: text,
        kubeconfig: text,
        logins: text,
        nodes: text,
        pods: text,
        churn: text,
        'no-watch-list': { type: 'boolean' },
        'oidc-issuer-url': text,
        'oidc-client-id': text,
        'oidc-ca-file': text,
        'oidc-username-claim': text,
        'oidc-username-prefix': text,
        'oidc-groups-claim': text,
        'oidc-groups-prefix': text,
      },
    });
    return {
      port: readNumber('port', values.port, 65_535),
      host: values.host ?? '127.0.0.1',
      kubeconfig: values.kubeconfig,
      logins: values.logins,
      nodes: readNumber('nodes', values.nodes, 5000),
      pods: readNumber('pods', values.pods, 150_000),
      churn: readNumber('churn', values.churn, 10_000),
      noWatchList: values['no-watch-list'] ?? false,
      oidc: readOidc(values),
    };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

/** Tokens are in it: only the owner may read it, also when the file was there before. */
async function writePrivate(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
}

async function main(): Promise<void> {
  const { kubeconfig, logins, noWatchList, ...options } = readArguments(process.argv.slice(2));
  const cluster = await startDemoCluster({ ...options, faultControl: process.env['DEMO_FAULTS'] === '1' });
  cluster.faults.noWatchList(noWatchList);
  if (kubeconfig !== undefined) await writePrivate(kubeconfig, cluster.kubeconfig());
  if (logins !== undefined) {
    const forBff = cluster.logins.map((login) => ({ ...login, cluster: CLUSTER_NAME }));
    await writePrivate(logins, `${JSON.stringify(forBff, null, 2)}\n`);
  }
  // before it says so: who reads that may end it at once
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void cluster.close().then(() => process.exit(0)));
  process.stdout.write(`Demo cluster is listening on ${cluster.url}\n`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof UsageError ? `${message}\n${USAGE}\n` : `The demo cluster did not start: ${message}\n`,
  );
  process.exit(error instanceof UsageError ? 2 : 1);
});
