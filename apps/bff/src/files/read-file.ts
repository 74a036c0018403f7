import { ProblemError } from '@quarterdeck/shared/problem';
import { lostProblem, noTools, toolProblem } from './file-problem.ts';
import { startTool, type Tool, type ToolPlace, toolOutput } from './tool.ts';

/** The first bytes of a file, and whether there is more. */
export async function readStart(
  place: ToolPlace,
  path: string,
  maxBytes: number,
): Promise<{ readonly bytes: Buffer; readonly truncated: boolean }> {
  const { target } = place;
  const { stdout, stderr, end, cut } = await toolOutput(place, ['cat', path], maxBytes);
  if (end?.isMissing) throw new ProblemError(noTools(target, ['cat']));
  if (end === null && !cut) throw new ProblemError(lostProblem(target, path));
  if (end !== null && end.code !== 0)
    throw new ProblemError(toolProblem({ target, path, code: end.code, words: stderr || end.message }));
  return { bytes: stdout, truncated: cut };
}

/** A tool whose output is a download: it has begun to write, or has ended well without a byte. */
export async function startReading(place: ToolPlace, path: string, command: readonly string[]): Promise<Tool> {
  const tool = await startTool(place, command);
  const first = await firstSign(tool);
  if (first === 'bytes') return tool;
  await assertEndedWell(place, path, command, tool);
  return tool;
}

/** Throws what went wrong, when a tool that has written all that it will did not end well. */
export async function assertEndedWell(
  { target }: ToolPlace,
  path: string,
  [name = '']: readonly string[],
  tool: Tool,
): Promise<void> {
  const end = await tool.ended;
  if (end === null) throw new ProblemError(lostProblem(target, path));
  if (end.isMissing) throw new ProblemError(noTools(target, [name]));
  if (end.code !== 0)
    throw new ProblemError(toolProblem({ target, path, code: end.code, words: tool.stderr() || end.message }));
}

function firstSign({ stdout }: Tool): Promise<'bytes' | 'end'> {
  return new Promise((resolve) => {
    const look = () => {
      if (stdout.readableLength > 0) resolve('bytes');
      else if (stdout.readableEnded || stdout.destroyed) resolve('end');
      else {
        stdout.once('readable', () => {
          // at the end of an empty output there is nothing to read either
          if (stdout.readableLength === 0) stdout.read();
          setImmediate(look);
        });
        stdout.once('end', () => resolve('end'));
        stdout.once('close', () => resolve('end'));
      }
    };
    look();
  });
}
