import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

/**
 * The image's HEALTHCHECK: there is no shell and no curl in it. Ends with 0 when the server beside it answers, over TLS or not; whose
 * certificate it is does not matter within one container.
 */
const PATIENCE_MS = 4000;
const address = { host: '127.0.0.1', port: Number(process.env['PORT'] || 8443), path: '/healthz' };

function answers(secure: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const done = ({ statusCode }: { statusCode?: number | undefined }) => resolve(statusCode === 200);
    const request = secure
      ? overHttps({ ...address, rejectUnauthorized: false }, done)
      : overHttp({ ...address }, done);
    request.on('error', () => resolve(false));
    request.end();
  });
}

setTimeout(() => process.exit(1), PATIENCE_MS);
process.exit((await answers(true)) || (await answers(false)) ? 0 : 1);
