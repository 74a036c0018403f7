import { posix } from 'node:path';
import type { Process } from '../process.ts';
import type { Site, SiteAnswer, SiteRequest } from './http-site.ts';
import { clfTime } from './log-time.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  txt: 'text/plain',
  png: 'image/png',
  svg: 'image/svg+xml',
};

const REASONS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  502: 'Bad Gateway',
};

/** Serves files of the container as nginx and httpd do. */
export function webRoot(root: string, server: (process: Process) => string): Site {
  return {
    async answer(request, process) {
      const answer = await fileAnswer(root, server(process), request, process);
      return { ...answer, headers: { server: server(process), ...answer.headers } };
    },
    log: (request, answer, process) => process.io.out(accessLine(request, answer, process)),
  };
}

/** A line of the combined access log. */
export function accessLine(request: SiteRequest, answer: SiteAnswer, process: Process): string {
  const { from, method, target, headers } = request;
  const size = method === 'HEAD' ? 0 : Buffer.byteLength(answer.body ?? '');
  const agent = headers['user-agent'] ?? '-';
  return `${from} - - [${clfTime(process.sandbox.options.now())}] "${method} ${target} HTTP/1.1" ${answer.status} ${size} "${headers.referer ?? '-'}" "${agent}" "${headers['x-forwarded-for'] ?? '-'}"\n`;
}

function errorPage(status: number, server: string): SiteAnswer {
  const title = `${status} ${REASONS[status] ?? ''}`;
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`,
  };
}

async function fileAnswer(root: string, server: string, request: SiteRequest, process: Process): Promise<SiteAnswer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(405, server);
  const { sandbox } = process;
  const path = posix.join(root, posix.normalize(`/${request.path}`));
  const kind = await sandbox.kindOf(path);
  if (kind === undefined) return errorPage(404, server);
  if (kind === 'file') return { status: 200, headers: fileHeaders(path), body: await sandbox.contentOf(path) };
  if (!request.path.endsWith('/'))
    return { ...errorPage(301, server), headers: { 'content-type': 'text/html', location: `${request.path}/` } };
  const index = posix.join(path, 'index.html');
  if ((await sandbox.kindOf(index)) !== 'file') return errorPage(403, server);
  return { status: 200, headers: fileHeaders(index), body: await sandbox.contentOf(index) };
}

const fileHeaders = (path: string) => ({
  'content-type': TYPES[posix.extname(path).slice(1)] ?? 'application/octet-stream',
  'accept-ranges': 'bytes',
});
