import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Rbac } from '../auth/rbac.ts';
import { refusal } from '../auth/rbac.ts';
import type { Tokens, User } from '../auth/tokens.ts';
import { forbidden, StatusError, unauthorized } from '../status-error.ts';

const AUTHENTICATED = 'system:authenticated';
const ANONYMOUS: User = { name: 'system:anonymous', uid: '', groups: ['system:unauthenticated'], extra: {} };
const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const EXTRA = 'impersonate-extra-';

/** Who asks: by client certificate, else by bearer token, else anonymous; then whom they speak for. Throws 401 and 403. */
export function authenticate(req: IncomingMessage, tokens: Tokens, rbac: Rbac): User {
  const user = certificateUser(req) ?? tokenUser(req, tokens);
  return req.headers['impersonate-user'] === undefined && !asksImpersonation(req)
    ? user
    : impersonated(user, req, rbac);
}

/** The name and groups of a certificate that this cluster's authority signed: CN and O of its subject. */
function certificateUser({ socket }: IncomingMessage): User | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  // more than one value of a kind comes as a list, which the types do not say
  const values = (value: unknown): string[] =>
    Array.isArray(value) ? value.map(String) : value ? [String(value)] : [];
  const [name] = values(subject?.CN);
  if (name === undefined) return undefined;
  return { name, uid: '', groups: [...values(subject.O), AUTHENTICATED], extra: {} };
}

function tokenUser(req: IncomingMessage, tokens: Tokens): User {
  const token = bearerToken(req);
  const user = token === undefined ? ANONYMOUS : tokens.userOf(token);
  if (!user) throw unauthorized();
  return user;
}

function bearerToken(req: IncomingMessage): string | undefined {
  const header = req.headers.authorization;
  // another scheme is no token that could be wrong: nobody has signed in
  if (header !== undefined) return /^bearer +(\S+)$/i.exec(header.trim())?.[1];
  const protocol = (req.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(TOKEN_PROTOCOL));
  return protocol === undefined
    ? undefined
    : Buffer.from(protocol.slice(TOKEN_PROTOCOL.length), 'base64url').toString();
}

const asksImpersonation = ({ headers }: IncomingMessage) =>
  'impersonate-group' in headers ||
  'impersonate-uid' in headers ||
  Object.keys(headers).some((h) => h.startsWith(EXTRA));

/** Every part of the other identity needs a right of its own (apiserver/pkg/endpoints/filters/impersonation). */
function impersonated(user: User, req: IncomingMessage, rbac: Rbac): User {
  const all = (header: string) => req.headersDistinct[header] ?? [];
  const name = all('impersonate-user')[0] ?? '';
  const groups = all('impersonate-group');
  const [uid = ''] = all('impersonate-uid');
  const extra = Object.fromEntries(
    Object.keys(req.headersDistinct)
      .filter((header) => header.startsWith(EXTRA))
      .map((header) => [decodeURIComponent(header.slice(EXTRA.length)), all(header)]),
  );
  if (name === '') {
    const words = `requested ${JSON.stringify(groups)} without impersonating a user name`;
    throw new StatusError(500, 'InternalError', `Internal error occurred: ${words}`, { causes: [{ message: words }] });
  }
  const require = (wish: {
    group?: string;
    resource: string;
    subresource?: string;
    namespace?: string;
    name: string;
  }) => {
    const { group = '', subresource = '', namespace } = wish;
    const attributes = { ...wish, group, subresource, namespace, verb: 'impersonate' };
    if (!rbac.allows(user, attributes))
      throw forbidden({ group, resource: wish.resource }, wish.name, refusal(user, attributes));
  };
  const account = ACCOUNT.exec(name);
  if (account) require({ resource: 'serviceaccounts', namespace: account[1] ?? '', name: account[2] ?? '' });
  else require({ resource: 'users', name });
  for (const group of groups) require({ resource: 'groups', name: group });
  const group = 'authentication.k8s.io';
  for (const [key, values] of Object.entries(extra))
    for (const value of values) require({ group, resource: 'userextras', subresource: key, name: value });
  if (uid !== '') require({ group, resource: 'uids', name: uid });
  return { name, uid, extra, groups: groupsOf(name, account?.[1], groups) };
}

function groupsOf(name: string, namespace: string | undefined, asked: readonly string[]): string[] {
  if (name === ANONYMOUS.name) return asked.length > 0 ? [...asked] : [...ANONYMOUS.groups];
  const own =
    namespace !== undefined && asked.length === 0
      ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
      : [...asked];
  return own.includes(AUTHENTICATED) || own.includes('system:unauthenticated') ? own : [...own, AUTHENTICATED];
}
