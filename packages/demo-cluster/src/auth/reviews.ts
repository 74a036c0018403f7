import { isJsonObject, type JsonObject, objectIn, textAt, valueAt } from '../json-value.ts';
import { timestamp } from '../memory-store.ts';
import { badRequest, type FieldFault, invalid } from '../status-error.ts';
import type { Attributes, Rbac } from './rbac.ts';
import type { Tokens, User } from './tokens.ts';

interface ReviewContext {
  readonly user: User;
  readonly rbac: Rbac;
  readonly tokens: Tokens;
  readonly namespace: string | undefined;
  /** epoch milliseconds */
  readonly now: number;
}

type Review = (spec: JsonObject, context: ReviewContext) => JsonObject;

/** Resources that store nothing: what is posted comes back with an answer in `status`. */
const REVIEWS: Readonly<Record<string, Review>> = {
  selfsubjectreviews: (_spec, { user }) => ({ userInfo: userInfo(user) }),
  tokenreviews: (spec, { tokens }) => {
    const token = textAt(spec, 'token');
    if (token === '') throw badRequest('token is required for TokenReview in authentication');
    const asked = Array.isArray(spec['audiences']) ? spec['audiences'].map(String) : [];
    const user = tokens.userOf(token, asked.length > 0 ? asked : undefined);
    if (!user) return { user: {}, error: 'invalid bearer token' };
    return { authenticated: true, user: userInfo(user), audiences: asked.length > 0 ? asked : tokens.audiences };
  },
  selfsubjectaccessreviews: (spec, { user, rbac }) => {
    checkSpec(spec, []);
    return verdict(rbac, user, spec);
  },
  subjectaccessreviews: (spec, { rbac }) => {
    checkSpec(spec, subjectFaults(spec));
    return verdict(rbac, userIn(spec), spec);
  },
  localsubjectaccessreviews: (spec, { rbac, namespace = '' }) => {
    const faults = subjectFaults(spec);
    const asked = textAt(spec, 'resourceAttributes', 'namespace');
    if (asked !== namespace)
      faults.push(fault('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace'));
    if (valueAt(spec, 'nonResourceAttributes') !== undefined)
      faults.push(
        fault('spec.nonResourceAttributes', spec['nonResourceAttributes'], 'disallowed on this kind of request'),
      );
    checkSpec(spec, faults);
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
  const metadata = isJsonObject(posted['metadata']) ? posted['metadata'] : {};
  // only the question who one is gets a time
  const creationTimestamp = plural === 'selfsubjectreviews' ? timestamp(context.now) : null;
  return { ...posted, metadata: { ...metadata, creationTimestamp }, status: answer(spec, context) };
}

const fault = (field: string, value: unknown, detail: string): FieldFault => ({
  field,
  type: 'Invalid value',
  value,
  detail,
});

function subjectFaults(spec: JsonObject): FieldFault[] {
  const hasGroup = Array.isArray(spec['groups']) && spec['groups'].length > 0;
  if (textAt(spec, 'user') !== '' || hasGroup) return [];
  return [fault('spec.user', '', 'at least one of user or group must be specified')];
}

function checkSpec(spec: JsonObject, more: readonly FieldFault[]): void {
  const faults: FieldFault[] = [];
  const path = spec['nonResourceAttributes'];
  const wish = spec['resourceAttributes'];
  if (isJsonObject(path) && isJsonObject(wish))
    faults.push(
      fault('spec.nonResourceAttributes', path, 'cannot be specified in combination with resourceAttributes'),
    );
  if (!isJsonObject(path) && !isJsonObject(wish))
    faults.push(
      fault(
        'spec.resourceAttributes',
        'null',
        'exactly one of nonResourceAttributes or resourceAttributes must be specified',
      ),
    );
  faults.push(...more);
  // the real server leaves the kind out here
  if (faults.length > 0) throw invalid('authorization.k8s.io', '', '', faults);
}

const userInfo = ({ name, uid, groups, extra }: User): JsonObject => ({
  username: name,
  ...(uid === '' ? {} : { uid }),
  groups,
  ...(Object.keys(extra).length === 0 ? {} : { extra }),
});

function userIn(spec: JsonObject): User {
  const groups = Array.isArray(spec['groups']) ? spec['groups'].map(String) : [];
  return { name: textAt(spec, 'user'), uid: '', groups, extra: {} };
}

function verdict(rbac: Rbac, user: User, spec: JsonObject): JsonObject {
  const wish = attributesIn(spec);
  const by = rbac.allowedBy(user, wish);
  return { allowed: rbac.allows(user, wish), ...(by === '' ? {} : { reason: `RBAC: allowed by ${by}` }) };
}

function attributesIn(spec: JsonObject): Attributes {
  const path = spec['nonResourceAttributes'];
  if (isJsonObject(path)) return { verb: textAt(path, 'verb'), path: textAt(path, 'path') };
  const wish = objectIn(spec, 'resourceAttributes');
  return {
    verb: textAt(wish, 'verb'),
    group: textAt(wish, 'group'),
    resource: textAt(wish, 'resource'),
    subresource: textAt(wish, 'subresource'),
    namespace: textAt(wish, 'namespace') || undefined,
    name: textAt(wish, 'name') || undefined,
  };
}
