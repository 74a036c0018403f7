import { type Problem, type ProblemCode, problem } from '@quarterdeck/shared/problem';
import type { ContainerName } from '../streams/exec-problem.ts';

/** What the tools of GNU, busybox and toybox say, in the words of the C library. */
const WORDS: readonly (readonly [RegExp, ProblemCode, string])[] = [
  [/No space left on device|Disk quota exceeded/i, 'qd.files.no-space', 'There is no room left in the container'],
  [/Read-only file system/i, 'qd.files.read-only', 'The file system is read-only'],
  [/Permission denied|Operation not permitted/i, 'qd.files.denied', 'The container’s user may not do this'],
  [/Not a directory/i, 'qd.files.not-a-directory', 'This is no directory'],
  [/Is a directory/i, 'qd.files.is-a-directory', 'This is a directory'],
  [/No such file or directory|can't open|nonexistent/i, 'qd.files.not-found', 'There is no such file'],
];

/** Exit codes of our own upload script. */
export const UPLOAD_EXIT = { exists: 17, isDirectory: 21, incomplete: 32 } as const;

const BY_EXIT: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  [UPLOAD_EXIT.exists]: ['qd.files.exists', 'There is a file of that name'],
  [UPLOAD_EXIT.isDirectory]: ['qd.files.is-a-directory', 'There is a directory of that name'],
  [UPLOAD_EXIT.incomplete]: ['qd.files.lost', 'Not all of the file arrived'],
};

interface Failure {
  readonly target: ContainerName;
  readonly path: string;
  readonly code: number | null;
  /** what the tool wrote to stderr */
  readonly words: string;
}

/** The Problem of a tool that ended with an error. */
export function toolProblem({ target, path, code, words }: Failure, isUpload = false): Problem {
  const detail = words.trim().slice(0, 2000);
  const more = { params: { ...target, path, exitCode: code ?? '' }, ...(detail === '' ? {} : { detail }) };
  const byExit = isUpload && code !== null ? BY_EXIT[code] : undefined;
  if (byExit) return problem(...byExit, more);
  const [, known, title] = WORDS.find(([pattern]) => pattern.test(detail)) ?? [];
  // a tool that was killed without a word: the container has gone, or had no memory left
  if (known === undefined && (code === null || code > 128)) return lostProblem(target, path, detail);
  return problem(known ?? 'qd.files.failed', title ?? 'A tool in the container failed', more);
}

/** The connection broke before the tool had told how it ended. */
export function lostProblem(target: ContainerName, path: string, detail = ''): Problem {
  return problem('qd.files.lost', 'The connection to the container was lost', {
    params: { ...target, path },
    ...(detail === '' ? {} : { detail }),
  });
}

/** The container lacks what is needed. */
export function noTools(target: ContainerName, tools: readonly string[]): Problem {
  return problem('qd.files.no-tools', 'The container has no tools for its files', {
    params: { ...target, tools: tools.join(', ') },
  });
}

export function tooLarge(target: ContainerName, path: string, limitBytes: number): Problem {
  return problem('qd.files.too-large', 'The file is over the limit', { params: { ...target, path, limitBytes } });
}
