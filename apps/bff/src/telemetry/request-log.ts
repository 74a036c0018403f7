import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';

/** The id of a request: in our log and audit log, in what is answered, and in the API server's audit log. */
export function requestIdOf(request: IncomingMessage): string {
  return typeof request.id === 'string' ? request.id : '';
}

/** One line a request: method, path without its query, status and time. No header is ever logged. */
export function createRequestLog(logger: Logger): HttpLogger<IncomingMessage, ServerResponse> {
  return pinoHttp<IncomingMessage, ServerResponse>({
    logger,
    genReqId(_request, response) {
      // ours, never the client's: an id from outside could forge log lines of others
      const id = randomUUID();
      response.setHeader('x-request-id', id);
      return id;
    },
    quietReqLogger: true,
    // as problems name it
    customAttributeKeys: { reqId: 'requestId' },
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage & { originalUrl?: string }) => ({
        method: request.method,
        path: (request.originalUrl ?? request.url ?? '').split('?', 1)[0]?.slice(0, 1024),
      }),
      res: (response: ServerResponse) => ({ status: response.statusCode }),
      err: (error: Error) => ({ type: error.name, message: error.message }),
    },
    customLogLevel(request, response) {
      // a kubelet asks every few seconds
      if (/^\/(?:healthz|readyz)(?:\?|$)/.test(request.url ?? ''))
        return response.statusCode === 200 ? 'trace' : 'info';
      return response.statusCode >= 500 ? 'warn' : 'info';
    },
  });
}
