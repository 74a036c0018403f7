import type { Duplex } from 'node:stream';
import { InputReader } from '../input-reader.ts';
import { NetworkFault } from '../network/cluster-network.ts';
import { dialOrWait } from '../network/http-client.ts';
import type { Process, Program } from '../process.ts';
import { fail, readCommandLine } from './command-line.ts';

/** redis-cli: one command from its arguments, or many from stdin, with a prompt on a terminal. */
export const redisCli: Program = async (process) => {
  // options come before the command, whose own arguments may look like options
  const args = process.argv.slice(1);
  let at = 0;
  while (at < args.length && args[at]?.startsWith('-')) at += /^-[hpanrui]$/.test(args[at] ?? '') ? 2 : 1;
  const line = readCommandLine(args.slice(0, at), ['h', 'p', 'a', 'n', 'r', 'u', 'i']);
  const host = line.value('h') ?? '127.0.0.1';
  const port = Number(line.value('p') ?? 6379);
  if (line.has('v', 'version')) {
    await process.io.out('redis-cli 7.4.1\n');
    return 0;
  }
  let session: RedisSession;
  try {
    session = new RedisSession((await dialOrWait(process, host, port, undefined)).socket);
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    const why = {
      'unknown-host': 'Name or service not known',
      refused: 'Connection refused',
      timeout: 'Connection timed out',
      unreachable: 'No route to host',
    }[error.kind];
    return fail(process, `Could not connect to Redis at ${host}:${port}: ${why}`);
  }
  try {
    const words = args.slice(at);
    if (words.length > 0) {
      await process.io.out(`${show(await session.ask(words), process.tty !== undefined && !line.has('raw'))}\n`);
      return 0;
    }
    return await converse(process, session, `${host}:${port}> `);
  } finally {
    session.close();
  }
};

async function converse(process: Process, session: RedisSession, prompt: string): Promise<number> {
  const isTerminal = process.tty !== undefined;
  const input = new InputReader(process.io.stdin);
  for (;;) {
    if (isTerminal) await process.io.out(prompt);
    const line = await input.line();
    if (line === undefined) return 0;
    const words = splitWords(line);
    if (words.length === 0) continue;
    if (/^(?:quit|exit)$/i.test(words[0] ?? '')) return 0;
    if (words[0]?.toLowerCase() === 'clear') await process.io.out('\x1b[H\x1b[2J');
    else await process.io.out(`${show(await session.ask(words), isTerminal)}\n`);
  }
}

/** A line as redis-cli splits it: blanks, and quotes around what has some. */
function splitWords(line: string): string[] {
  const words = line.trim().matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g);
  return [...words].map(([, double, single, plain]) => double?.replace(/\\(.)/g, '$1') ?? single ?? plain ?? '');
}

type Reply =
  | { kind: 'text' | 'error' | 'status' | 'integer'; text: string }
  | { kind: 'nil' }
  | { kind: 'list'; items: Reply[] };

class RedisSession {
  readonly #socket: Duplex;
  readonly #input: InputReader;

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#input = new InputReader(socket as AsyncIterable<Buffer>);
  }

  async ask(words: readonly string[]): Promise<Reply> {
    this.#socket.write(
      `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
    );
    return this.#reply();
  }

  close(): void {
    this.#socket.destroy();
  }

  async #reply(): Promise<Reply> {
    const line = ((await this.#input.line()) ?? '-ERR Server closed the connection').replace(/\r$/, '');
    const rest = line.slice(1);
    switch (line.charAt(0)) {
      case '+':
        return { kind: 'status', text: rest };
      case ':':
        return { kind: 'integer', text: rest };
      case '$': {
        if (Number(rest) < 0) return { kind: 'nil' };
        const lines: string[] = [];
        // a value may have lines of its own
        for (let left = Number(rest); left >= 0; ) {
          const next = (await this.#input.line()) ?? '';
          left -= Buffer.byteLength(next) + 1;
          lines.push(next);
        }
        return { kind: 'text', text: lines.join('\n').replace(/\r$/, '') };
      }
      case '*': {
        const items: Reply[] = [];
        for (let left = Number(rest); left > 0; left--) items.push(await this.#reply());
        return { kind: 'list', items };
      }
      default:
        return { kind: 'error', text: rest };
    }
  }
}

/** A reply for people (with quotes and numbers), or plain for a pipe. */
function show(reply: Reply, isForPeople: boolean, indent = ''): string {
  switch (reply.kind) {
    case 'nil':
      return isForPeople ? '(nil)' : '';
    case 'status':
      return reply.text;
    case 'error':
      return isForPeople ? `(error) ${reply.text}` : `${reply.text}\n`;
    case 'integer':
      return isForPeople ? `(integer) ${reply.text}` : reply.text;
    case 'text':
      // INFO and the like are texts of many lines and shown as they are
      return isForPeople && !reply.text.includes('\n') ? JSON.stringify(reply.text) : reply.text;
    case 'list': {
      if (reply.items.length === 0) return isForPeople ? '(empty array)' : '';
      if (!isForPeople) return reply.items.map((item) => show(item, false)).join('\n');
      const width = String(reply.items.length).length;
      return reply.items
        .map(
          (item, at) =>
            `${at === 0 ? '' : indent}${String(at + 1).padStart(width)}) ${show(item, true, `${indent}${' '.repeat(width + 2)}`)}`,
        )
        .join('\n');
    }
  }
}
