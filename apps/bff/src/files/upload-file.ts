import { posix } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { lostProblem, noTools, toolProblem, UPLOAD_EXIT } from './file-problem.ts';
import { startTool, type Tool, type ToolPlace } from './tool.ts';

/** What is gathered while a frame is under way: small ones cost the node a turn each, large ones a few copies more. */
const GATHERED_BYTES = 256 * 1024;

/**
 * Writes what comes in to a file beside the wanted one, and puts it in its place when all of it is there. The script is the same for
 * every file: names and sizes are its arguments, never a part of it. The size tells `dd` where to stop, as the older channel protocol
 * (v4, a server before 1.30) cannot end stdin; `head`, which takes a kilobyte or a byte at a time, does it where dd is missing or old.
 *   $1 directory · $2 file · $3 part file · $4 size · $5 1: may replace · $6 1: make the directory
 */
const SCRIPT = `
[ "$6" = 1 ] && { mkdir -p "$1" || exit 1; }
[ -d "$2" ] && exit ${UPLOAD_EXIT.isDirectory}
if [ -e "$2" ] || [ -L "$2" ]; then [ "$5" = 1 ] || exit ${UPLOAD_EXIT.exists}; fi
trap 'rm -f "$3"' EXIT
trap 'exit 1' HUP INT TERM PIPE
how='bs=1048576 iflag=fullblock,count_bytes status=none'
if dd $how count=1 < /dev/null > /dev/null 2>&1; then dd $how count="$4"; else head -c "$4"; fi > "$3" || exit 1
got="$(stat -c %s "$3" 2>/dev/null)" || got="$(wc -c < "$3")"
[ "$got" -eq "$4" ] || exit ${UPLOAD_EXIT.incomplete}
if [ -e "$2" ]; then
  mode="$(stat -c %a "$2" 2>/dev/null)" && chmod "$mode" "$3" 2>/dev/null
  [ -L "$2" ] && { cat "$3" > "$2"; exit $?; }
fi
mv -f "$3" "$2" 2>/dev/null || cat "$3" > "$2"
`;

interface Upload {
  readonly path: string;
  readonly size: number;
  readonly overwrite: boolean;
  readonly parents: boolean;
  readonly body: Readable;
  /** unguessable: nobody in the container can have put a link in its place */
  readonly nonce: string;
}

/** Writes a file into a container. Rejects with a ProblemError; what was there before is then as it was. */
export async function uploadFile(place: ToolPlace, upload: Upload): Promise<void> {
  const { target } = place;
  const { path, size, overwrite, parents, body, nonce } = upload;
  const directory = posix.dirname(path);
  const part = posix.join(directory, `.quarterdeck-${nonce}.part`);
  const flags = [String(size), overwrite ? '1' : '0', parents ? '1' : '0'];
  const tool = await startTool(place, ['sh', '-c', SCRIPT, 'sh', directory, path, part, ...flags], true);
  tool.stdout.resume();
  let over = false;
  const ended = tool.ended.then(() => {
    over = true;
  });
  try {
    const sent = await sendBody(body, tool, ended);
    if (sent < size && !over) {
      tool.close();
      throw new ProblemError(problem('qd.files.lost', 'Not all of the file arrived', { params: { ...target, path } }));
    }
    const end = await tool.ended;
    if (end === null) throw new ProblemError(lostProblem(target, path));
    if (end.isMissing || end.code === 127) throw new ProblemError(noTools(target, ['sh', 'head', 'wc', 'mv']));
    if (end.code !== 0)
      throw new ProblemError(toolProblem({ target, path, code: end.code, words: tool.stderr() }, true));
  } finally {
    tool.close();
  }
}

/**
 * Hands a body on as fast as it is taken; resolves with how much there was of it, or of what came before the tool ended. What is left of
 * the body is for the route to read off: the answer goes out on the same connection.
 */
async function sendBody(body: Readable, tool: Tool, ended: Promise<void>): Promise<number> {
  let sent = 0;
  const hand = (parts: readonly Buffer[], done: (error?: Error | null) => void) => {
    for (const part of parts) sent += part.length;
    void tool.write(parts).then(() => done());
  };
  const sink = new Writable({
    highWaterMark: GATHERED_BYTES,
    write: (chunk: Buffer, _encoding, done) => hand([chunk], done),
    writev: (chunks, done) =>
      hand(
        chunks.map(({ chunk }) => chunk as Buffer),
        done,
      ),
  });
  const handed = new Promise<void>((resolve) => {
    sink.once('finish', resolve);
    // it broke off
    body.once('close', () => sink.end());
  });
  if (body.destroyed) return 0;
  body.pipe(sink);
  await Promise.race([handed, ended]);
  body.unpipe(sink);
  return sent;
}
