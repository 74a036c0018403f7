import { InputReader } from '../input-reader.ts';
import { resolvePath, type ShellState } from './shell-state.ts';
import type { ShellWorld, Streams } from './shell-world.ts';
import type { Redirect } from './syntax.ts';

interface RedirectContext {
  readonly world: Pick<ShellWorld, 'readFile' | 'writeFile'>;
  readonly state: ShellState;
  readonly streams: Streams;
  /** the text of a word after its expansions */
  readonly text: (word: WordOf<Redirect>) => Promise<string>;
}

type WordOf<R> = R extends { readonly from: infer W } ? W : never;

/** The streams of a command with its redirections in place; `finish` writes what went to files, and says whether it could. */
export async function openRedirects(
  redirects: readonly Redirect[],
  { world, state, streams, text }: RedirectContext,
): Promise<{ streams: Streams; finish(): Promise<boolean> }> {
  const current = { ...streams };
  const files: { path: string; append: boolean; pieces: Buffer[] }[] = [];
  for (const redirect of redirects) {
    if (redirect.stream === 'stdin') {
      current.in = InputReader.of(await input(world, resolvePath(state.cwd, await text(redirect.from)), state));
      continue;
    }
    const { stream, to } = redirect;
    let sink: Streams['out'];
    if (to === 'stdout') sink = current.out;
    else if (to === 'stderr') sink = current.err;
    else {
      const path = resolvePath(state.cwd, await text(to.file));
      // what goes to the terminal or the main process' streams is seen
      if (path === '/dev/null') sink = () => undefined;
      else if (path === '/dev/stderr' || path === '/proc/1/fd/2') sink = streams.err;
      else if (path === '/dev/stdout' || path === '/proc/1/fd/1') sink = streams.out;
      else {
        const file = { path, append: to.append, pieces: [] as Buffer[] };
        files.push(file);
        sink = (bytes) => {
          file.pieces.push(Buffer.from(bytes));
          return undefined;
        };
      }
    }
    if (stream !== 'stderr') current.out = sink;
    if (stream !== 'stdout') current.err = sink;
  }
  const finish = async () => {
    let isWritten = true;
    for (const { path, append, pieces } of files.splice(0)) {
      try {
        await world.writeFile(path, Buffer.concat(pieces), append);
      } catch (error) {
        void streams.err(`${state.name}: ${cannotCreate(state, path, error)}\n`);
        isWritten = false;
      }
    }
    return isWritten;
  };
  return { streams: current, finish };
}

async function input(world: RedirectContext['world'], path: string, state: ShellState): Promise<Uint8Array> {
  if (path === '/dev/null') return new Uint8Array();
  try {
    return await world.readFile(path);
  } catch {
    const words = state.name === 'bash' ? `${path}: No such file or directory` : `can't open ${path}: no such file`;
    throw new Error(words);
  }
}

function cannotCreate(state: ShellState, path: string, error: unknown): string {
  const isReadOnly = error instanceof Error && error.message.startsWith('EROFS');
  const why = isReadOnly ? 'Read-only file system' : undefined;
  if (state.name === 'bash') return `${path}: ${why ?? 'No such file or directory'}`;
  return `can't create ${path}: ${why ?? 'nonexistent directory'}`;
}
