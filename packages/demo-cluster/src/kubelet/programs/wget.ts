import { posix } from 'node:path';
import { NetworkFault } from '../network/cluster-network.ts';
import { callHttp, TlsFault } from '../network/http-client.ts';
import type { Program } from '../process.ts';
import { fail, pathIn, readCommandLine } from './command-line.ts';

/** busybox' wget. */
export const wget: Program = async (process) => {
  const args = process.argv.slice(1);
  const line = readCommandLine(args, [
    'O',
    'T',
    'timeout',
    't',
    'tries',
    'header',
    'post-data',
    'U',
    'P',
    'output-document',
  ]);
  const [operand] = line.operands;
  if (operand === undefined)
    return fail(
      process,
      'BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-T SEC] URL...',
    );
  const url = new URL(/^[a-z]+:\/\//i.test(operand) ? operand : `http://${operand}`);
  const isQuiet = line.has('q') || line.has('quiet');
  const say = (words: string) => {
    if (!isQuiet) void process.io.err(`${words}\n`);
  };
  const seconds = line.value('T', 'timeout');
  const body = line.value('post-data');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  try {
    const [address = ''] = process.sandbox.options.world.network.lookup(url.hostname, process.sandbox.pod);
    if (address !== '') say(`Connecting to ${url.host} (${address}:${port})`);
    const response = await callHttp(process, {
      url,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': line.value('U') ?? 'Wget',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }),
      },
      body: body === undefined ? undefined : Buffer.from(body),
      timeoutMs: seconds === undefined ? undefined : Number(seconds) * 1000,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    const code = response.statusCode ?? 0;
    if (line.has('S')) void process.io.err(`  HTTP/1.1 ${code} ${response.statusMessage}\n`);
    if (code >= 400) return fail(process, `wget: server returned error: HTTP/1.1 ${code} ${response.statusMessage}`);
    if (line.has('spider')) {
      say('remote file exists');
      return 0;
    }
    const into = line.value('O', 'output-document') ?? (posix.basename(url.pathname) || 'index.html');
    const content = Buffer.concat(chunks);
    if (into === '-') {
      say('writing to stdout');
      await process.io.out(content);
      say(
        `-                    100% |********************************| ${String(content.length).padStart(5)}  0:00:00 ETA\nwritten to stdout`,
      );
    } else if (into !== '/dev/null') {
      await process.sandbox.writeFile(pathIn(process, into), content, false);
      say(
        `saving to '${into}'\n${into.padEnd(20)} 100% |********************************| ${String(content.length).padStart(5)}  0:00:00 ETA\n'${into}' saved`,
      );
    }
    return 0;
  } catch (error) {
    if (error instanceof TlsFault) return fail(process, 'wget: error getting response: Connection reset by peer');
    if (!(error instanceof NetworkFault)) throw error;
    const [address = url.hostname] = process.sandbox.options.world.network.lookup(url.hostname, process.sandbox.pod);
    const remote = `wget: can't connect to remote host (${address})`;
    switch (error.kind) {
      case 'unknown-host':
        return fail(process, `wget: bad address '${url.host}'`);
      case 'refused':
        return fail(process, `${remote}: Connection refused`);
      case 'unreachable':
        return fail(process, `${remote}: No route to host`);
      case 'timeout':
        return fail(process, seconds === undefined ? `${remote}: Operation timed out` : 'wget: download timed out');
    }
  }
};
