import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** One exec as it arrived. */
interface LocalExec {
  readonly argv: readonly string[];
  readonly path: string;
  readonly ws: WebSocket;
  readonly child: ChildProcess | undefined;
}

/**
 * The kubelet's end of exec without a terminal, for tests: runs the tools of this machine. As with the older channel protocol, stdin
 * ends with the connection only.
 */
export class LocalTools {
  readonly execs: LocalExec[] = [];
  /** tools that the "container" lacks */
  readonly missing = new Set<string>();
  /** plays a tool in place of this machine's; bytes to stdout, then the exit code */
  played: ((argv: readonly string[]) => { stdout?: Buffer; stderr?: string; code: number } | undefined) | undefined;
  /** where the tools are looked for */
  path = process.env['PATH'] ?? '';
  readonly #server = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });

  /** For FakeApiServer.upgrade. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // the fake has begun to read: ws does from here
    socket.removeAllListeners('data');
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#run(ws, request.url ?? ''));
  };

  /** The last exec's connection is cut, as when a node goes away. */
  cut(): void {
    this.execs.at(-1)?.ws.terminate();
  }

  #run(ws: WebSocket, url: string): void {
    const { searchParams, pathname } = new URL(url, 'http://x');
    const argv = searchParams.getAll('command');
    const [name = '', ...args] = argv;
    const played = this.played?.(argv);
    const isMissing = this.missing.has(name);
    const child = isMissing || played ? undefined : spawn(name, args, { env: { PATH: this.path, LC_ALL: 'C' } });
    this.execs.push({ argv, path: pathname, ws, child });
    const send = (channel: number, bytes: Buffer | string) => {
      if (ws.readyState === ws.OPEN) ws.send(Buffer.concat([Buffer.from([channel]), Buffer.from(bytes)]));
    };
    const end = (code: number | null, message: string) => {
      const causes = code === null ? [] : [{ reason: 'ExitCode', message: String(code) }];
      send(3, JSON.stringify(code === 0 ? { status: 'Success' } : { status: 'Failure', message, details: { causes } }));
      ws.close(1000);
    };
    ws.on('error', () => {});
    if (isMissing) {
      end(null, `OCI runtime exec failed: exec: "${name}": executable file not found in $PATH: unknown`);
      return;
    }
    if (played) {
      if (played.stdout)
        for (let at = 0; at < played.stdout.length; at += 8192) send(1, played.stdout.subarray(at, at + 8192));
      if (played.stderr) send(2, played.stderr);
      end(played.code, `command terminated with exit code ${played.code}`);
      return;
    }
    child?.stdout?.on('data', (bytes: Buffer) => send(1, bytes));
    child?.stderr?.on('data', (bytes: Buffer) => send(2, bytes));
    child?.stdin?.on('error', () => {});
    child?.on('error', () => end(null, `exec: "${name}": executable file not found in $PATH`));
    child?.on('close', (code, signal) => end(code ?? 128 + (signal === 'SIGKILL' ? 9 : 15), 'command terminated'));
    ws.on('message', (data: Buffer) => {
      if (data[0] === 0) child?.stdin?.write(data.subarray(1));
    });
    ws.on('close', () => child?.stdin?.end());
  }
}
