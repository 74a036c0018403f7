/** What was missing, read from the API server's own sentence about a refused request. */
export interface ForbiddenFacts {
  readonly user: string;
  readonly verb: string;
  /** "pods", "pods/log", "deployments.apps" */
  readonly resource: string;
  /** undefined: at the cluster scope */
  readonly namespace?: string;
}

// apiserver pkg/endpoints/handlers/responsewriters: forbiddenMessage
const MESSAGE =
  /User "([^"]*)" cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)/;

/** undefined when the message is not of that form (admission plugins and webhooks write their own). */
export function forbiddenFacts(message: string | undefined): ForbiddenFacts | undefined {
  const match = message === undefined ? null : MESSAGE.exec(message);
  if (match === null) return undefined;
  const [, user = '', verb = '', resource = '', group = '', namespace] = match;
  return {
    user,
    verb,
    resource: group === '' ? resource : resource.replace(/^[^/]+/, (name) => `${name}.${group}`),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
