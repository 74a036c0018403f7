import { type DestinationStream, destination, type Logger, pino } from 'pino';

const SECRET_KEYS = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'password',
  'credential',
  'localKey',
  'key',
  'csrf',
];

// the last line of defence for values inside texts: JWTs and JWEs, and anything after "Bearer"
const CREDENTIAL_TEXT = /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_.-]+|(?<=\bBearer )[^\s"\\]+/g;

/** A text without what looks like a credential. */
export function withoutCredentials(text: string): string {
  return text.replace(CREDENTIAL_TEXT, '[redacted]');
}

function pathsOfSecrets(): string[] {
  const paths: string[] = [];
  for (const key of SECRET_KEYS) {
    const quoted = /^\w+$/.test(key) ? `.${key}` : `["${key}"]`;
    for (const prefix of ['', '*', '*.*', '*.*.*'])
      paths.push(prefix === '' ? quoted.replace(/^\./, '') : prefix + quoted);
  }
  return paths;
}

/**
 * Structured log on standard error (standard output belongs to the two lines that tools wait for), with credentials
 * removed by name and, inside texts, by shape.
 */
export function createLog(level: string, stream: DestinationStream = destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: { paths: pathsOfSecrets(), censor: '[redacted]' },
      hooks: { streamWrite: withoutCredentials },
    },
    stream,
  );
}
