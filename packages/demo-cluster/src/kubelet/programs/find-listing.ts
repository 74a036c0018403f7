import { posix } from 'node:path';
import type { Program } from '../process.ts';
import { fail, pathIn } from './command-line.ts';
import { stat } from './stat-program.ts';

/**
 * find as dashboards list a directory by it: "find DIR -mindepth 1 -maxdepth 1" with -type l and -exec stat … {} +. The sandbox's own find
 * knows no links, and takes a file with a "/" at its end for a directory; everything else is left to it (undefined).
 */
export function findListing(argv: readonly string[]): Program | undefined {
  const [name, directory = '', ...rest] = argv;
  const isListing = name === 'find' && rest.slice(0, 4).join(' ') === '-mindepth 1 -maxdepth 1' && rest[4] === '-exec';
  if (!isListing || directory.startsWith('-')) return undefined;
  return async (process) => {
    const files = await process.sandbox.files();
    const path = pathIn(process, directory);
    const kind = await process.sandbox.exists(path === '' ? '/' : path);
    if (kind === undefined) return fail(process, `find: '${directory}': No such file or directory`);
    if (kind === 'file') return directory.endsWith('/') ? fail(process, `find: '${directory}': Not a directory`) : 0;
    let names = (await files.readdir(path)).map((one) => posix.join(directory, one));
    let status = 0;
    for (const { tests, command } of actionsIn(rest.slice(4))) {
      if (tests.includes('l')) {
        const isLink = await Promise.all(
          names.map(async (one) => (await files.lstat(pathIn(process, one))).isSymbolicLink),
        );
        names = names.filter((_one, at) => isLink[at]);
      }
      if (names.length === 0) continue;
      const failed = await stat({ ...process, argv: [...command, ...names] });
      if (failed !== 0) status = 1;
    }
    return status;
  };
}

interface Action {
  /** letters of the -type tests in front of it */
  readonly tests: readonly string[];
  readonly command: readonly string[];
}

function actionsIn(words: readonly string[]): Action[] {
  const actions: Action[] = [];
  let tests: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '-type') {
      tests.push(words[at + 1] ?? '');
      at += 1;
    } else if (words[at] === '-exec') {
      const end = words.indexOf('+', at);
      actions.push({ tests, command: words.slice(at + 1, end).filter((word) => word !== '{}') });
      tests = [];
      at = end < 0 ? words.length : end;
    }
  }
  return actions;
}
