/** What was missing, read from the API server's own sentence about a refused request. */
export interface ForbiddenFacts {
  readonly user: string;
  readonly verb: string;
  /** "pods", "pods/log", "deployments.apps"; a path that is no resource begins with "/" */
  readonly resource: string;
  /** undefined: at the cluster scope */
  readonly namespace?: string;
  /** of the object that was asked for; undefined: all of them, or a new one */
  readonly name?: string;
}

// apiserver pkg/endpoints/handlers/responsewriters: forbiddenMessage, and the name that apimachinery's NewForbidden puts before it
const MESSAGE =
  /(?:\S+ "([^"]+)" is forbidden: )?User "([^"]*)" cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)/;
const PATH_MESSAGE = /User "([^"]*)" cannot (\S+) path "([^"]+)"/;

/** undefined when the message is not of that form (admission plugins and webhooks write their own). */
export function forbiddenFacts(message: string | undefined): ForbiddenFacts | undefined {
  const match = message === undefined ? null : MESSAGE.exec(message);
  if (match === null) return pathFacts(message);
  const [, name, user = '', verb = '', resource = '', group = '', namespace] = match;
  return {
    user,
    verb,
    resource: group === '' ? resource : resource.replace(/^[^/]+/, (plural) => `${plural}.${group}`),
    ...(namespace === undefined ? {} : { namespace }),
    // the API server names what is to be created as well, but RBAC cannot limit that by name
    ...(name === undefined || verb === 'create' ? {} : { name }),
  };
}

function pathFacts(message: string | undefined): ForbiddenFacts | undefined {
  const [, user, verb, path] = (message === undefined ? null : PATH_MESSAGE.exec(message)) ?? [];
  return user === undefined || verb === undefined || path === undefined ? undefined : { user, verb, resource: path };
}

/** The parts of a resource as facts write it: "deployments.apps/scale". */
export function resourceParts(resource: string): {
  readonly group: string;
  readonly plural: string;
  readonly subresource: string | undefined;
} {
  const slash = resource.indexOf('/');
  const whole = slash < 0 ? resource : resource.slice(0, slash);
  const dot = whole.indexOf('.');
  return {
    group: dot < 0 ? '' : whole.slice(dot + 1),
    plural: dot < 0 ? whole : whole.slice(0, dot),
    subresource: slash < 0 ? undefined : resource.slice(slash + 1),
  };
}
