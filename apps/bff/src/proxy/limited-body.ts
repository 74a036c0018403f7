import { type Readable, Transform } from 'node:stream';
import { ProblemError, problem } from '@quarterdeck/shared/problem';

/** An object of 1.5 MB (etcd's limit) with room for its YAML. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

export function tooLarge(): ProblemError {
  const params = { limitBytes: MAX_BODY_BYTES };
  return new ProblemError(problem('qd.request.too-large', 'The request body is over the limit', { params }));
}

/** The body as it comes, which fails with qd.request.too-large at the first byte over the limit. */
export function limitBody(source: Readable): Readable {
  let size = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) done(tooLarge());
      else done(null, chunk);
    },
  });
  // not pipeline(): a refused body must leave the request open until its answer is sent
  source.pipe(limited);
  source.once('error', (error) => limited.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) limited.destroy(new Error('the browser left'));
  });
  return limited;
}
