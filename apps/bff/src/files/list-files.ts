import type { FileEntry, FileListing, ListingTool } from '@quarterdeck/shared/files-protocol';
import { ProblemError } from '@quarterdeck/shared/problem';
import { lostProblem, noTools, toolProblem } from './file-problem.ts';
import { parseFound, parseListed } from './parse-listing.ts';
import { type ToolOutput, type ToolPlace, toolOutput } from './tool.ts';

/** What is read of a directory: about 40,000 entries. */
const MAX_LISTING_BYTES = 4 * 1024 * 1024;
const MAX_ENTRIES = 20_000;

interface Way {
  readonly command: (directory: string) => readonly string[];
  readonly parse: (output: Buffer, directory: string) => FileEntry[];
}

/** find and stat are in busybox, toybox and most images of distributions; ls of coreutils is where find is missing. */
const WAYS: Readonly<Record<ListingTool, Way>> = {
  find: { command: findCommand, parse: parseFound },
  ls: {
    command: (directory) => ['ls', '-lA', '--quoting-style=c', '--time-style=+%s', asDirectory(directory)],
    parse: parseListed,
  },
};

/** The "/" at the end makes a tool follow a link, and refuse what is no directory. */
const asDirectory = (path: string) => (path === '/' ? '/' : `${path}/`);

/** Two records of a link more: where it leads, as it is written and as it is found. */
function findCommand(directory: string): readonly string[] {
  const each = ['-mindepth', '1', '-maxdepth', '1'];
  const stat = (...format: readonly string[]) => ['-exec', 'stat', ...format, '{}', '+'];
  return [
    ...['find', asDirectory(directory), ...each, ...stat('-c', '%n/%f %s %Y %u %g %U %G')],
    ...['-type', 'l', ...stat('-c', '%n/%N'), ...stat('-L', '-c', '%n/%f')],
  ];
}

/** Lists a directory of a container, by the tool that it is known to have or else by the first that it has. */
export async function listFiles(place: ToolPlace, path: string, known: ListingTool | undefined): Promise<FileListing> {
  const { target } = place;
  const tools: readonly ListingTool[] = known === 'ls' ? ['ls', 'find'] : ['find', 'ls'];
  let fault = noTools(target, ['find', 'stat', 'ls']);
  for (const tool of tools) {
    const { command, parse } = WAYS[tool];
    const output = await toolOutput(place, command(path), MAX_LISTING_BYTES);
    const entries = parse(output.stdout, path);
    if (isMissing(output)) continue;
    const { end, stderr, cut } = output;
    if (!cut && end === null) throw new ProblemError(lostProblem(target, path));
    // entries that could not be looked at make a tool fail as well, and are no reason to hide the others
    // ls of another make, which takes the options for others
    const isStrange = tool === 'ls' && entries.length === 0 && output.stdout.length > 100;
    if (isStrange || (!cut && end?.code !== 0 && entries.length === 0 && !isEmpty(output))) {
      fault = toolProblem({ target, path, code: end?.code ?? null, words: stderr || (end?.message ?? '') });
      if (fault.code !== 'qd.files.failed') throw new ProblemError(fault);
      // another tool's options, perhaps
      continue;
    }
    return {
      path,
      entries: entries.slice(0, MAX_ENTRIES),
      truncated: cut || entries.length > MAX_ENTRIES,
      complaints: stderr.slice(0, 2000),
      tool,
    };
  }
  throw new ProblemError(fault);
}

/** Neither the tool nor, for find, the stat that it should start. */
function isMissing({ end, stderr, stdout }: ToolOutput): boolean {
  if (end?.isMissing) return true;
  return stdout.length === 0 && /\bstat['"’:]*:? (?:No such file|not found|command not found)/.test(stderr);
}

/** A tool that says nothing and fails has listed a directory without anything in it: busybox' find, when no -exec was ever run. */
const isEmpty = ({ end, stderr, stdout }: ToolOutput) =>
  end !== null && end.code !== null && end.code < 126 && stderr === '' && stdout.length === 0;
