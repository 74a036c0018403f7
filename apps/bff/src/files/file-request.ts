import { LISTING_TOOLS } from '@quarterdeck/shared/files-protocol';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Request } from 'express';
import * as z from 'zod';
import { isContainerName } from '../streams/container-name.ts';
import type { ContainerName } from '../streams/exec-problem.ts';

/** PATH_MAX of Linux, with its final NUL. */
const MAX_PATH_BYTES = 4095;

/** An absolute path as the tools are given it: as an argument of its own, and never the name of an option, as it begins with "/". */
const containerPath = z
  .string()
  .max(MAX_PATH_BYTES)
  .regex(/^\/[^\0]*$/)
  .refine((path) => Buffer.byteLength(path) <= MAX_PATH_BYTES)
  .transform((path) => path.split('/').filter((segment) => segment !== ''))
  .refine((segments) => !segments.includes('.') && !segments.includes('..'))
  .transform((segments) => `/${segments.join('/')}`);

const fileQuery = z.strictObject({
  path: containerPath,
  tool: z.enum(LISTING_TOOLS).optional(),
  overwrite: z.literal('1').optional(),
  parents: z.literal('1').optional(),
});

export interface FileRequest {
  readonly target: ContainerName;
  readonly query: z.infer<typeof fileQuery>;
}

/** Reads the address of a request for a container's files. Throws qd.request.invalid. */
export function readFileRequest(request: Request): FileRequest {
  const { namespace, pod, container } = request.params;
  const target = { namespace: String(namespace), pod: String(pod), container: String(container) };
  const { originalUrl } = request;
  const at = originalUrl.indexOf('?');
  const pairs = [...new URLSearchParams(at < 0 ? '' : originalUrl.slice(at + 1))];
  const query = fileQuery.safeParse(Object.fromEntries(pairs));
  // a name that is given twice would be read one way here and another way elsewhere
  const twice = new Set(pairs.map(([name]) => name)).size < pairs.length;
  if (!query.success || twice || !isContainerName(target))
    throw new ProblemError(problem('qd.request.invalid', 'This is no path of a container'));
  return { target, query: query.data };
}
