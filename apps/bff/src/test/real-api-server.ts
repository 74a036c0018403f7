import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { testCertificates } from './test-certificates.ts';

const ADMIN_TOKEN = 'admin-of-this-test';
const READY_MS = 90_000;

function findProgram(name: string): string {
  const folders = [process.env['KUBEBUILDER_ASSETS'], ...(process.env['PATH'] ?? '').split(delimiter)];
  for (const folder of folders) {
    if (!folder) continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // the next one
    }
  }
  throw new Error(`There is no ${name} on this machine: name the folder that has it as KUBEBUILDER_ASSETS.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** A real kube-apiserver with its own etcd and nothing else, with flags of the test's choice. Throws where the machine has not both programs. */
export class RealApiServer {
  readonly url: string;
  /** of the cluster's admin */
  readonly token = ADMIN_TOKEN;
  readonly #folder: string;
  readonly #programs: readonly ChildProcess[];

  private constructor(url: string, folder: string, programs: readonly ChildProcess[]) {
    this.url = url;
    this.#folder = folder;
    this.#programs = programs;
  }

  static async start(flags: readonly string[]): Promise<RealApiServer> {
    const folder = mkdtempSync(join(tmpdir(), 'qd-api-server-'));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const accountKey = file('sa.key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
    const authority = file('ca.crt', testCertificates.authority);
    const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
    const etcd = `http://127.0.0.1:${client}`;
    const own = { stdio: 'ignore' as const };
    const programs = [
      spawn(
        findProgram('etcd'),
        [
          ['--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--log-level', 'error'],
          ['--listen-client-urls', etcd, '--advertise-client-urls', etcd],
          [
            '--listen-peer-urls',
            `http://127.0.0.1:${peer}`,
            '--initial-advertise-peer-urls',
            `http://127.0.0.1:${peer}`,
          ],
          ['--initial-cluster', `default=http://127.0.0.1:${peer}`],
        ].flat(),
        own,
      ),
      spawn(
        findProgram('kube-apiserver'),
        [
          `--etcd-servers=${etcd}`,
          '--bind-address=127.0.0.1',
          '--advertise-address=127.0.0.1',
          `--secure-port=${port}`,
          `--tls-cert-file=${file('tls.crt', testCertificates.server.cert)}`,
          `--tls-private-key-file=${file('tls.key', testCertificates.server.key)}`,
          `--client-ca-file=${authority}`,
          `--token-auth-file=${file('tokens.csv', `${ADMIN_TOKEN},admin,1,"system:masters"\n`)}`,
          `--service-account-key-file=${accountKey}`,
          `--service-account-signing-key-file=${accountKey}`,
          '--service-account-issuer=https://kubernetes.default.svc',
          '--authorization-mode=RBAC',
          '--endpoint-reconciler-type=none',
          ...flags,
        ],
        own,
      ),
    ];
    const server = new RealApiServer(`https://127.0.0.1:${port}`, folder, programs);
    const end = Date.now() + READY_MS;
    while ((await server.admin('GET', '/readyz').catch(() => 0)) !== 200) {
      if (Date.now() > end || programs.some(({ exitCode }) => exitCode !== null)) {
        await server.close();
        throw new Error('the API server did not become ready');
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return server;
  }

  /** A request of the cluster's admin; resolves with the status. */
  admin(method: string, path: string, body?: object): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request(
        `${this.url}${path}`,
        {
          method,
          ca: testCertificates.authority,
          headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** The admin's, for kubectl. */
  kubeconfig(): string {
    const authority = Buffer.from(testCertificates.authority).toString('base64');
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      clusters: [{ name: 'test', cluster: { server: this.url, 'certificate-authority-data': authority } }],
      users: [{ name: 'admin', user: { token: ADMIN_TOKEN } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    });
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#programs.map((program) => {
        if (program.exitCode !== null) return undefined;
        const ended = new Promise((resolve) => program.once('exit', resolve));
        program.kill('SIGKILL');
        return ended;
      }),
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
