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
