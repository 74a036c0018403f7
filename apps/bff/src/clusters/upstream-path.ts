import { ProblemError, problem } from '@quarterdeck/shared/problem';

// no blank, control, backslash, "#" or non-ASCII character anywhere in a request target
const TARGET = /^\/[!"$-;=?-Z\]_a-z~[|^`{}<>&%']*$/;

/**
 * The last check before a path goes upstream, for paths of the proxy and for paths that our own code built alike
 * (encodeURIComponent leaves ".." as it is). Returns the path unchanged or throws.
 */
export function assertUpstreamPath(target: string): string {
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  const safe =
    TARGET.test(target) &&
    path
      .slice(1)
      .split('/')
      .every((segment) => segment !== '' && !/^(?:\.|%2e){1,2}$/i.test(segment) && !/%(?:2f|5c|00|25)/i.test(segment));
  if (!safe) throw new ProblemError(problem('qd.request.path-refused', 'This path is not sent to an API server'));
  return target;
}

/** Decoding more often than this is nobody's habit. */
const MAX_DECODINGS = 4;

/**
 * Path and query of a page behind a proxy sub-resource: it may hold encoded slashes and empty segments, as pages do, but however often
 * somebody on the way decodes it, nothing in it leads out of the sub-resource. Returns it unchanged or throws.
 */
export function assertPagePath(target: string): string {
  const refused = new ProblemError(problem('qd.request.path-refused', 'This path is not sent to an API server'));
  if (!TARGET.test(target)) throw refused;
  let path = target.split('?', 1)[0] ?? '';
  for (let round = 0; ; round += 1) {
    // the servers on the way may take "\\" for "/", and end a name at NUL
    if (path.includes('\0') || path.split(/[/\\]/).some((segment) => segment === '.' || segment === '..'))
      throw refused;
    const decoded = path.replace(/%([0-9a-f]{2})/gi, (_all, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (decoded === path) return target;
    if (round === MAX_DECODINGS) throw refused;
    path = decoded;
  }
}
