import { type CustomCommand, defineCommand } from 'just-bash';
import type { ContainerSandbox } from './container-sandbox.ts';
import { executableFault } from './executables.ts';
import { Killed } from './process.ts';
import { programNamed, programNames } from './programs/program-table.ts';

/** The demo's own programs, for scripts that the sandbox runs as a whole: they get all of stdin and answer at their end. */
export function containerCommands(sandbox: ContainerSandbox): CustomCommand[] {
  const { profile } = sandbox.options;
  const present = programNames().filter((name) => executableFault(name, profile, false) === undefined);
  return present.map((name) =>
    defineCommand(name, async (args, context) => {
      const program = programNamed(name);
      if (name === 'env' && args.length > 0 && context.origCommand) return context.origCommand(args);
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      const keep = (pieces: Buffer[]) => (bytes: Uint8Array | string) => {
        pieces.push(Buffer.from(bytes));
        return undefined;
      };
      const input = Buffer.from(String(context.stdin), 'latin1');
      let exitCode: number;
      try {
        exitCode =
          (await program?.({
            argv: [name, ...args],
            env: context.exportedEnv ?? {},
            cwd: context.cwd,
            sandbox,
            io: { stdin: once(input), out: keep(out), err: keep(err) },
            signal: context.signal ?? new AbortController().signal,
            tty: undefined,
          })) ?? 127;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        exitCode = error.exitCode;
      }
      return {
        stdout: Buffer.concat(out).toString('latin1'),
        stdoutKind: 'bytes',
        stderr: Buffer.concat(err).toString(),
        exitCode,
      };
    }),
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
