import { textAt, textsAt, valueAt } from './read-field.ts';

export interface DecodedToken {
  readonly subject: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** header and claims, indented */
  readonly text: string;
}

/** What a JWT says of itself; empty where it is none. For display alone: nobody here can tell whether it is true. */
export function decodeToken(token: string): DecodedToken {
  const parts = token.split('.').slice(0, 2).map(readPart);
  const [, claims] = parts;
  const audience = valueAt(claims, 'aud');
  return {
    subject: textAt(claims, 'sub'),
    issuer: textAt(claims, 'iss'),
    audiences: typeof audience === 'string' ? [audience] : textsAt(claims, 'aud'),
    text: parts.every((part) => part === undefined)
      ? ''
      : parts.map((part) => JSON.stringify(part, null, 2)).join('\n'),
  };
}

function readPart(part: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
