import { openPortBody, type PortTarget } from '@quarterdeck/shared/ports-protocol';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';

export type PreviewTarget = PortTarget;

/** Reads what is to be opened. Throws qd.request.invalid. */
export function readPreviewTarget(body: unknown): PreviewTarget {
  const parsed = openPortBody.safeParse(body);
  if (!parsed.success) throw new ProblemError(problem('qd.request.invalid', 'This is no port of a Pod or Service'));
  return parsed.data;
}

/** "web:8080" or "https:web:8080": the name that the proxy sub-resource takes. */
export function proxiedName({ name, port, scheme }: PreviewTarget): string {
  return `${scheme === 'https' ? 'https:' : ''}${name}:${port}`;
}

/** The path of the proxy sub-resource, without a slash at its end. */
export function proxyPath(target: PreviewTarget): string {
  return apiPath(
    { group: '', version: 'v1', resource: target.resource },
    { namespace: target.namespace, name: proxiedName(target), subresource: 'proxy' },
  );
}

/** The same path as the API server writes it into pages and redirects: its names are not encoded there. */
export function writtenProxyPath(target: PreviewTarget): string {
  return `/api/v1/namespaces/${target.namespace}/${target.resource}/${proxiedName(target)}/proxy`;
}
