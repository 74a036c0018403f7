import packageJson from '../package.json' with { type: 'json' };
import { readOidcSettings } from './auth/oidc/oidc-settings.ts';
import { readClusterSettings } from './clusters/known-clusters.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { createServer } from './server.ts';
import { createLog } from './telemetry/log.ts';

/** From the end of draining: sockets go elsewhere, requests finish. */
const PATIENCE_SECONDS = 12;

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const die = (error: unknown) => {
    log.fatal({ err: error }, 'unexpected failure, stopping');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  for (const warning of config.warnings) log.warn(warning);

  const clusters = readClusterSettings(config, log);
  const server = createServer(config, {
    version: packageJson.version,
    clusters,
    log,
    oidc: readOidcSettings(config.oidcFile, new Set(clusters.map(({ name }) => name))),
    ...(config.auditLog ? { audit: (line: string) => void process.stdout.write(line) } : {}),
  });
  const { url, localKey, metricsPort } = await server.listen();
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'shutting down');
    // whatever happens, an orchestrator's patience ends
    setTimeout(() => process.exit(1), (config.drainSeconds + PATIENCE_SECONDS) * 1000).unref();
    server.close().then(() => process.exit(0), die);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // the last of all: who reads this may end it at once
  if (metricsPort !== null) log.info({ port: metricsPort }, 'metrics are served');
  process.stdout.write(`Quarterdeck is listening on ${url}\n`);
  if (localKey !== null) process.stdout.write(`Open ${url}/sign-in?key=${localKey}\n`);
}

start().catch((error: unknown) => {
  const words =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`Quarterdeck cannot start. ${words}\n`);
  process.exit(1);
});
