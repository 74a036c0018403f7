import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { type Problem, problem } from '@quarterdeck/shared/problem';

/** The problem that a close code of a stream's socket stands for; undefined: the connection was cut, try again. */
export function problemOfClose(code: number): Problem | undefined {
  if (code === CLOSE.sessionEnded) return problem('qd.session.expired', 'The session ended');
  if (code === CLOSE.forbidden) return problem('qd.request.csrf', 'The server refused this page');
  if (code === CLOSE.badFrame) return problem('qd.request.invalid', 'The server did not understand this page');
  if (code === CLOSE.tooMany) return problem('qd.request.too-many', 'Too many streams are open');
  return undefined;
}
