/**
 * An API server whose containers flood, in a process of its own: `tsx bench/flood-source.ts URL CA-FILE KUBECONFIG`. Whatever is asked of it goes to
 * the API server of that URL, but for exec over WebSockets: there is a shell with one command, whatever is typed, which writes
 * prebuilt lines in messages of 4 kB (what a kubelet reads off a terminal) as fast as they are taken, until Ctrl-C.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { makeCertificates } from '../packages/demo-cluster/src/certificates.ts';
import { makeKubeconfig } from '../packages/demo-cluster/src/kubeconfig.ts';

/** 79 characters and a line's end: a full row of a small terminal */
const LINE = 'terminal flood 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const STDIN = 0;
const STDOUT = 1;
const MESSAGE_BYTES = 4096;
/** messages written in one go, and what may wait in the process: a network in between holds as much */
const AT_ONCE = 32;
const WAITING_BYTES = 256 * 1024;
const PROMPT = '# ';

const [target = '', caFile = '', kubeconfig = ''] = process.argv.slice(2);
const upstream = new URL(target);
const ca = readFileSync(caFile);
const agent = new https.Agent({ keepAlive: true, ca });

/** As many messages as it takes for the lines to begin where they began. */
const text = Buffer.from(`${LINE}\r\n`.repeat(MESSAGE_BYTES - 1));
const messages = Array.from({ length: text.length / (MESSAGE_BYTES - 1) }, (_, i) =>
  Buffer.concat([Buffer.from([STDOUT]), text.subarray(i * (MESSAGE_BYTES - 1), (i + 1) * (MESSAGE_BYTES - 1))]),
);

function serveShell(ws: WebSocket): void {
  let next = 0;
  let floods = false;
  const say = (words: string) => ws.send(Buffer.concat([Buffer.from([STDOUT]), Buffer.from(words)]));
  const write = (): void => {
    if (!floods || ws.readyState !== ws.OPEN) return;
    for (let i = 0; i < AT_ONCE && ws.bufferedAmount < WAITING_BYTES; i += 1) {
      ws.send(messages[next] ?? '');
      next = (next + 1) % messages.length;
    }
    if (ws.bufferedAmount < WAITING_BYTES) setImmediate(write);
    else setTimeout(write, 1);
  };
  ws.on('message', (data: Buffer) => {
    if (data[0] !== STDIN) return;
    const typed = data.subarray(1).toString('latin1');
    if (typed.includes('\x03')) {
      floods = false;
      say(`^C\r\n${PROMPT}`);
    } else if (!floods && /[\r\n]/.test(typed)) {
      say(`${typed}\r\n`);
      floods = true;
      next = 0;
      write();
    } else if (!floods) say(typed);
  });
  ws.on('error', () => undefined);
  say(PROMPT);
}

const certificates = await makeCertificates();
const shells = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  handleProtocols: () => 'v4.channel.k8s.io',
});
const server = https.createServer({ key: certificates.keyPem, cert: certificates.certPem }, (request, response) => {
  const { method, url, headers } = request;
  const onward = https.request(new URL(url ?? '/', upstream), { method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
});
server.on('upgrade', (request, socket, head) => {
  if (request.url?.includes('/exec?')) shells.handleUpgrade(request, socket, head, serveShell);
  else socket.destroy();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;
  // people sign in with the other API server's tokens
  writeFileSync(kubeconfig, makeKubeconfig({ server: url, caPem: certificates.caPem, token: '' }));
  process.stdout.write(`listening on ${url}\n`);
});
