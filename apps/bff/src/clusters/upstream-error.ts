import { ProblemError, problem } from '@quarterdeck/shared/problem';

const TIMEOUT = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const TLS = /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/;

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** The Problem of a connection that gave no (whole) answer. A ProblemError stays what it is. */
export function upstreamError(error: unknown, cluster: string): ProblemError {
  if (error instanceof ProblemError) return error;
  // AggregateError: every address of the host was tried
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const code = codeOf(cause) || codeOf((cause as { cause?: unknown } | null)?.cause);
  const more = { params: { cluster }, ...(code ? { detail: code } : {}) };
  if (TIMEOUT.has(code))
    return new ProblemError(problem('qd.cluster.timeout', 'The API server did not answer in time', more), { cause });
  if (TLS.test(code))
    return new ProblemError(problem('qd.cluster.tls', 'The API server’s certificate could not be verified', more), {
      cause,
    });
  // undici names the parser's complaint, not always its code
  if (code.startsWith('HPE_') || (cause as { name?: unknown } | null)?.name === 'HTTPParserError')
    return new ProblemError(problem('qd.cluster.bad-answer', 'The API server did not speak HTTP', more), { cause });
  return new ProblemError(problem('qd.cluster.unreachable', 'The API server could not be reached', more), { cause });
}
