/** The forms of names (apimachinery/util/validation). Each function gives the reasons why a text is no such name. */

interface Form {
  readonly pattern: RegExp;
  readonly max: number;
  readonly words: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);
const regex = (pattern: string) => `regex used for validation is '${pattern}')`;

const FORMS = {
  label: {
    pattern: whole(LABEL),
    max: 63,
    words: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', ${regex(LABEL)}`,
  },
  subdomain: {
    pattern: whole(SUBDOMAIN),
    max: 253,
    words: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', ${regex(SUBDOMAIN)}`,
  },
  wildcard: {
    pattern: whole(`\\*\\.${SUBDOMAIN}`),
    max: 253,
    words: `a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', ${regex(`\\*\\.${SUBDOMAIN}`)}`,
  },
  dns1035: {
    pattern: whole('[a-z]([-a-z0-9]*[a-z0-9])?'),
    max: 63,
    words: `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', ${regex('[a-z]([-a-z0-9]*[a-z0-9])?')}`,
  },
  labelValue: {
    pattern: whole(`(${NAME_PART})?`),
    max: 63,
    words: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', ${regex('(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')}`,
  },
  configKey: {
    pattern: whole('[-._a-zA-Z0-9]+'),
    max: 253,
    words: `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', ${regex('[-._a-zA-Z0-9]+')}`,
  },
  percent: {
    pattern: whole('[0-9]+%'),
    max: Number.POSITIVE_INFINITY,
    words: `a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', ${regex('[0-9]+%')}`,
  },
} satisfies Record<string, Form>;

const tooMany = (max: number) => `must be no more than ${max} characters`;

/** Why a text is not of a form; empty when it is. */
export function not(form: keyof typeof FORMS, text: string): string[] {
  const { pattern, max, words } = FORMS[form];
  return [...(text.length > max ? [tooMany(max)] : []), ...(pattern.test(text) ? [] : [words])];
}

/** An environment variable: anything but "=" in printable ASCII (KEP-4369). */
export function notEnvName(text: string): string[] {
  return /^[ -<>-~]+$/.test(text)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function notConfigKey(text: string): string[] {
  const whys = not('configKey', text);
  if (whys.length > 0) return whys;
  if (text === '.') return ["must not be '.'"];
  if (text === '..') return ["must not be '..'"];
  return text.startsWith('..') ? ["must not start with '..'"] : [];
}

const QUALIFIED_WORDS = `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', ${regex(NAME_PART)}`;

/** A key of labels and annotations, with its optional prefix. */
export function notQualifiedName(text: string): string[] {
  const parts = text.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2)
    return [
      `a qualified name ${QUALIFIED_WORDS} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const whys: string[] = [];
  if (second !== undefined) {
    if (first === '') whys.push('prefix part must be non-empty');
    else whys.push(...not('subdomain', first).map((why) => `prefix part ${why}`));
  }
  const name = second ?? first;
  if (name === '') whys.push('name part must be non-empty');
  else if (name.length > 63) whys.push('name part must be no more than 63 characters');
  if (!whole(NAME_PART).test(name)) whys.push(`name part ${QUALIFIED_WORDS}`);
  return whys;
}

/** The name of a port (an IANA service name). */
export function notPortName(text: string): string[] {
  const whys: string[] = [];
  if (text.length > 15) whys.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(text)) whys.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(text)) whys.push('must contain at least one letter (a-z)');
  if (text.includes('--')) whys.push('must not contain consecutive hyphens');
  if (text.startsWith('-') || text.endsWith('-')) whys.push('must not begin or end with a hyphen');
  return whys;
}

export function isIp(text: string): boolean {
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return text.split('.').every((part) => Number(part) < 256);
  return text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text);
}

export const IP_WORDS = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** Names of RBAC objects: anything that is one segment of a path. */
export function notPathSegment(text: string): string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%'].filter((sign) => text.includes(sign)).map((sign) => `may not contain '${sign}'`);
}
