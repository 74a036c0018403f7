import type { AddressInfo, Server } from 'node:net';
import { ConfigError } from '../config-error.ts';

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken by another program',
  EACCES: 'the system does not let this user listen on the port',
};

/** Listens, and resolves with the port. Throws a ConfigError that names the setting the port comes from. */
export async function listenAt(server: Server, port: number, host: string, variable: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const why = WHY[error.code ?? ''];
      reject(why === undefined ? error : new ConfigError(variable, why));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}
