import { MASK } from './mask-secrets.ts';

/**
 * Hides the values of lines that may belong to a secret field: in a merge a line stands alone, so every value that is deeper than
 * the top level, and every continued text, is hidden unless it is plainly metadata.
 */
export function secretLines(fields: readonly string[]): (line: string) => string {
  if (fields.length === 0) return (line) => line;
  return (line) => {
    const [, key, value] = /^(\s*(?:"[^"]*"|'[^']*'|[^\s:#'"][^:]*):)(?:\s+(.*))?$/.exec(line) ?? [];
    if (key === undefined) return /^\s*(?:#.*)?$/.test(line) ? line : `${/^\s*/.exec(line)?.[0] ?? ''}${MASK}`;
    if (value === undefined || value === '' || SHOWN.test(key)) return line;
    return `${key} ${MASK}`;
  };
}

const SHOWN = /^(?:apiVersion|kind|type|immutable|\s+name|\s+namespace|\s+uid):$/;
