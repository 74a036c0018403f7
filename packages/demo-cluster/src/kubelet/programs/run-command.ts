import type { ContainerSandbox } from '../container-sandbox.ts';
import { Killed } from '../process.ts';
import { runProgram } from './run-program.ts';

/** Runs a command in a container to its end, as the kubelet does for probes and hooks. */
export async function runCommand(
  sandbox: ContainerSandbox,
  command: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<{ exitCode: number; output: string }> {
  const pieces: Buffer[] = [];
  const keep = (bytes: Uint8Array | string) => {
    pieces.push(Buffer.from(bytes));
    return undefined;
  };
  const { env, workingDir } = sandbox.options;
  let exitCode: number;
  try {
    exitCode = await runProgram({
      argv: command,
      env,
      cwd: workingDir,
      sandbox,
      io: { stdin: nothing(), out: keep, err: keep },
      signal,
      tty: undefined,
    });
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    exitCode = error.exitCode;
  }
  return { exitCode, output: Buffer.concat(pieces).toString() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}
