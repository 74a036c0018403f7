import type { IncomingMessage } from 'node:http';
import { posix } from 'node:path';
import { NetworkFault } from '../network/cluster-network.ts';
import { callHttp, TlsFault } from '../network/http-client.ts';
import type { Process, Program } from '../process.ts';
import { fail, pathIn, readCommandLine } from './command-line.ts';

type Line = ReturnType<typeof readCommandLine>;

const VALUED =
  'X request H header d data data-raw data-binary data-urlencode o output w write-out m max-time connect-timeout u user A user-agent retry retry-delay e referer b cookie c cookie-jar x proxy resolve cacert cert key F form T upload-file max-redirs'.split(
    ' ',
  );
const MAX_REDIRECTS = 20;

/** curl, with the options that people use inside of a container. */
export const curl: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1), VALUED);
  if (line.has('V', 'version')) {
    await process.io.out('curl 8.9.1 (x86_64-pc-linux-gnu) libcurl/8.9.1\nProtocols: http https\n');
    return 0;
  }
  if (line.operands.length === 0)
    return fail(process, "curl: try 'curl --help' or 'curl --manual' for more information", 2);
  let status = 0;
  for (const operand of line.operands) status = await transfer(process, line, operand);
  return status;
};

async function transfer(process: Process, line: Line, operand: string): Promise<number> {
  const isSilent = line.has('s', 'silent') && !line.has('S', 'show-error');
  const complain = (words: string, exitCode: number) => {
    if (!isSilent) fail(process, `curl: (${exitCode}) ${words}`);
    return exitCode;
  };
  const began = process.sandbox.options.now();
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(operand) ? operand : `http://${operand}`);
  } catch {
    return complain('URL using bad/illegal format or missing URL', 3);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return complain(`Protocol "${url.protocol.slice(0, -1)}" not supported`, 1);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const seconds = line.value('m', 'max-time') ?? line.value('connect-timeout');
  const timeoutMs = seconds === undefined ? undefined : Number(seconds) * 1000;
  try {
    const { response, final } = await follow(process, line, url, timeoutMs);
    return await show(process, line, response, final, began);
  } catch (error) {
    if (error instanceof TlsFault)
      return complain('TLS connect error: error:0A00010B:SSL routines::wrong version number', 35);
    if (!(error instanceof NetworkFault)) {
      if (process.signal.aborted) throw error;
      return complain('Empty reply from server', 52);
    }
    const spent = process.sandbox.options.now() - began;
    switch (error.kind) {
      case 'unknown-host':
        return complain(`Could not resolve host: ${url.hostname}`, 6);
      case 'refused':
        return complain(
          `Failed to connect to ${url.hostname} port ${port} after ${spent} ms: Couldn't connect to server`,
          7,
        );
      case 'unreachable':
        return complain(`Failed to connect to ${url.hostname} port ${port} after ${spent} ms: No route to host`, 7);
      case 'timeout':
        return complain(
          `Failed to connect to ${url.hostname} port ${port} after ${Math.round(spent)} ms: Timeout was reached`,
          28,
        );
    }
  }
}

async function follow(
  process: Process,
  line: Line,
  first: URL,
  timeoutMs: number | undefined,
): Promise<{ response: IncomingMessage; final: URL }> {
  const data = await bodyOf(process, line);
  const isHead = line.has('I', 'head');
  let url = first;
  for (let redirects = 0; ; redirects++) {
    const method = line.value('X', 'request') ?? (isHead ? 'HEAD' : data ? 'POST' : 'GET');
    const headers = headersOf(line, data);
    if (line.has('v', 'verbose')) verboseRequest(process, url, method, headers);
    const response = await callHttp(process, { url, method, headers, body: data, timeoutMs });
    if (line.has('v', 'verbose'))
      void process.io.err(
        headText(response)
          .split('\r\n')
          .slice(0, -1)
          .map((one) => `< ${one}\n`)
          .join(''),
      );
    const { location } = response.headers;
    if (!line.has('L', 'location') || location === undefined || redirects >= MAX_REDIRECTS)
      return { response, final: url };
    response.resume();
    url = new URL(location, url);
  }
}

async function bodyOf(process: Process, line: Line): Promise<Buffer | undefined> {
  const given = line.values('d', 'data', 'data-raw', 'data-binary', 'data-urlencode');
  if (given.length === 0 || line.has('G', 'get')) return undefined;
  const parts: Buffer[] = [];
  for (const one of given) {
    if (!one.startsWith('@')) parts.push(Buffer.from(one));
    else if (one === '@-') for await (const chunk of process.io.stdin) parts.push(Buffer.from(chunk));
    else parts.push(Buffer.from(await process.sandbox.readFile(pathIn(process, one.slice(1)))));
  }
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [Buffer.from('&'), part])));
}

function headersOf(line: Line, data: Buffer | undefined): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': line.value('A', 'user-agent') ?? 'curl/8.9.1',
    accept: '*/*',
  };
  if (data) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    headers['content-length'] = String(data.length);
  }
  const login = line.value('u', 'user');
  if (login !== undefined) headers['authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
  for (const header of line.values('H', 'header')) {
    const colon = header.indexOf(':');
    if (colon > 0) headers[header.slice(0, colon).toLowerCase()] = header.slice(colon + 1).trim();
  }
  return headers;
}

function verboseRequest(process: Process, url: URL, method: string, headers: Readonly<Record<string, string>>): void {
  const lines = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
  ];
  void process.io.err(
    `* Connected to ${url.hostname} port ${url.port || 80}\n${lines.map((one) => `> ${one}\n`).join('')}`,
  );
}

function headText(response: IncomingMessage): string {
  const lines = [`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`];
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2)
    lines.push(`${response.rawHeaders[at]}: ${response.rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

async function show(process: Process, line: Line, response: IncomingMessage, url: URL, began: number): Promise<number> {
  const code = response.statusCode ?? 0;
  const isFailure = line.has('f', 'fail') && code >= 400;
  const chunks: Buffer[] = [];
  if (line.has('i', 'include', 'I', 'head') && !isFailure) chunks.push(Buffer.from(headText(response)));
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (!isFailure) chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  const into = line.has('O', 'remote-name') ? posix.basename(url.pathname) : line.value('o', 'output');
  if (into === undefined || into === '-') await process.io.out(content);
  else if (into !== '/dev/null') {
    try {
      await process.sandbox.writeFile(pathIn(process, into), content, false);
    } catch {
      return fail(process, 'curl: (23) Failure writing output to destination', 23);
    }
  }
  const format = line.value('w', 'write-out');
  if (format !== undefined)
    await process.io.out(written(format, { code, size, url, seconds: (process.sandbox.options.now() - began) / 1000 }));
  if (!isFailure) return 0;
  if (!line.has('s', 'silent') || line.has('S', 'show-error'))
    fail(process, `curl: (22) The requested URL returned error: ${code}`);
  return 22;
}

function written(
  format: string,
  { code, size, url, seconds }: { code: number; size: number; url: URL; seconds: number },
): string {
  const values: Readonly<Record<string, string>> = {
    http_code: String(code).padStart(3, '0'),
    response_code: String(code).padStart(3, '0'),
    size_download: String(size),
    time_total: seconds.toFixed(6),
    time_connect: '0.000412',
    url_effective: url.href,
  };
  return format
    .replace(/%\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}
