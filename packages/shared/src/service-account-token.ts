/** What a bearer token says about itself. Read for display only: the API server alone decides whether it is valid. */

export interface TokenClaims {
  readonly subject: string | null;
  /** epoch seconds */
  readonly expiresAt: number | null;
  /** from `system:serviceaccount:<ns>:<name>` */
  readonly namespace: string | null;
}

export type PastedToken = { readonly token: string } | { readonly fault: 'empty' | 'binary' | 'too-long' };

const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
const MAX_TOKEN_LENGTH = 16 * 1024;

function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

/**
 * The token in what a person pasted: blanks and line breaks go (terminals wrap), "Bearer " goes, and a value that is still
 * base64 (copied from a Secret's `data.token`) is decoded.
 */
export function readPastedToken(pasted: string): PastedToken {
  const text = pasted.replace(/^\s*(?:authorization:\s*)?bearer\s+/i, '').replace(/[\s\u200b\ufeff]+/g, '');
  if (text === '') return { fault: 'empty' };
  if (text.length > MAX_TOKEN_LENGTH) return { fault: 'too-long' };
  // a header value must be visible ASCII (RFC 6750 b64token is narrower still, static tokens are not)
  if (!/^[\x21-\x7e]+$/.test(text)) return { fault: 'binary' };
  if (!JWT.test(text) && /^[A-Za-z0-9+/_-]+=*$/.test(text)) {
    const decoded = decodeBase64(text)?.trim();
    if (decoded !== undefined && JWT.test(decoded)) return { token: decoded };
  }
  return { token: text };
}

/** Claims of a JWT; all null when the token is none. Never throws. */
export function readTokenClaims(token: string): TokenClaims {
  const none: TokenClaims = { subject: null, expiresAt: null, namespace: null };
  const payload = JWT.test(token) ? decodeBase64(token.split('.')[1] as string) : undefined;
  if (payload === undefined) return none;
  let claims: unknown;
  try {
    claims = JSON.parse(payload);
  } catch {
    return none;
  }
  if (typeof claims !== 'object' || claims === null) return none;
  const { sub, exp } = claims as { sub?: unknown; exp?: unknown };
  const subject = typeof sub === 'string' ? sub : null;
  const account = subject?.match(/^system:serviceaccount:([^:]+):([^:]+)$/);
  return {
    subject,
    expiresAt: typeof exp === 'number' && Number.isFinite(exp) ? Math.floor(exp) : null,
    namespace: account?.[1] ?? null,
  };
}
