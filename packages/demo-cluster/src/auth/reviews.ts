import { isJsonObject, type JsonObject, objectIn, textAt, valueAt } from '../json-value.ts';
import { badRequest } from '../status-error.ts';
import type { Attributes, Rbac } from './rbac.ts';
import type { Tokens, User } from './tokens.ts';

interface ReviewContext {
  readonly user: User;
  readonly rbac: Rbac;
  readonly tokens: Tokens;
  readonly namespace: string | undefined;
}

type Review = (spec: JsonObject, context: ReviewContext) => JsonObject;

/** Resources that store nothing: what is posted comes back with an answer in `status`. */
const REVIEWS: Readonly<Record<string, Review>> = {
  selfsubjectreviews: (_spec, { user }) => ({ userInfo: userInfo(user) }),
  tokenreviews: (spec, { tokens }) => {
    const audiences = Array.isArray(spec['audiences']) ? spec['audiences'].map(String) : undefined;
    const user = tokens.userOf(textAt(spec, 'token'), audiences);
    if (!user) return { user: {}, error: 'invalid bearer token' };
    return { authenticated: true, user: userInfo(user), ...(audiences ? { audiences } : {}) };
  },
  selfsubjectaccessreviews: (spec, { user, rbac }) => verdict(rbac, user, spec),
  subjectaccessreviews: (spec, { rbac }) => verdict(rbac, userIn(spec), spec),
  localsubjectaccessreviews: (spec, { rbac, namespace }) => {
    objectIn(spec, 'resourceAttributes')['namespace'] = namespace;
    return verdict(rbac, userIn(spec), spec);
  },
  selfsubjectrulesreviews: (spec, { user, rbac }) => {
    const namespace = textAt(spec, 'namespace');
    if (namespace === '') throw badRequest('no namespace on request');
    const rules = rbac.rulesFor(user, namespace);
    return {
      resourceRules: rules.filter((rule) => rule.resources),
      nonResourceRules: rules.filter((rule) => rule.nonResourceURLs),
      incomplete: false,
    };
  },
};

/** Answers a review; undefined when the resource is none. */
export function review(plural: string, posted: JsonObject, context: ReviewContext): JsonObject | undefined {
  const answer = REVIEWS[plural];
  if (!answer) return undefined;
  const spec = isJsonObject(posted['spec']) ? posted['spec'] : {};
  return { metadata: { creationTimestamp: null }, ...posted, status: answer(spec, context) };
}

const userInfo = ({ name, uid, groups, extra }: User): JsonObject => ({
  username: name,
  ...(uid === '' ? {} : { uid }),
  groups,
  ...(Object.keys(extra).length === 0 ? {} : { extra }),
});

function userIn(spec: JsonObject): User {
  const groups = Array.isArray(spec['groups']) ? spec['groups'].map(String) : [];
  const name = textAt(spec, 'user');
  if (name === '' && groups.length === 0) throw badRequest('at least one of user or group must be specified');
  return { name, uid: '', groups, extra: {} };
}

function verdict(rbac: Rbac, user: User, spec: JsonObject): JsonObject {
  const allowed = rbac.allows(user, attributesIn(spec));
  return { allowed, ...(allowed ? { reason: 'RBAC: allowed' } : {}) };
}

function attributesIn(spec: JsonObject): Attributes {
  const path = valueAt(spec, 'nonResourceAttributes');
  if (path !== undefined) return { verb: textAt(path, 'verb'), path: textAt(path, 'path') };
  const wish = valueAt(spec, 'resourceAttributes');
  if (wish === undefined)
    throw badRequest(
      'spec.resourceAttributes: Required value: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  return {
    verb: textAt(wish, 'verb'),
    group: textAt(wish, 'group'),
    resource: textAt(wish, 'resource'),
    subresource: textAt(wish, 'subresource'),
    namespace: textAt(wish, 'namespace') || undefined,
    name: textAt(wish, 'name') || undefined,
  };
}
