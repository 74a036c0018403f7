import { numberAt, textAt, textsAt, valueAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';

/** A probe in words: "GET http://:8080/healthz every 10 s after 5 s; 3 failures in a row count, each after 1 s". */
export function describeProbe(probe: unknown, t: Words): string {
  const check = describeCheck(probe);
  return t('container.probe', {
    check,
    delay: numberAt(probe, 'initialDelaySeconds') ?? 0,
    period: numberAt(probe, 'periodSeconds') ?? 10,
    timeout: numberAt(probe, 'timeoutSeconds') ?? 1,
    failures: numberAt(probe, 'failureThreshold') ?? 3,
  });
}

/** What a probe or a lifecycle hook does, as kubectl describe writes it. */
export function describeCheck(check: unknown): string {
  if (valueAt(check, 'httpGet') !== undefined) {
    const scheme = (textAt(check, 'httpGet.scheme') || 'HTTP').toLowerCase();
    const path = textAt(check, 'httpGet.path');
    return `GET ${scheme}://${textAt(check, 'httpGet.host')}:${textAt(check, 'httpGet.port')}${path.startsWith('/') ? path : `/${path}`}`;
  }
  if (valueAt(check, 'tcpSocket') !== undefined)
    return `TCP ${textAt(check, 'tcpSocket.host')}:${textAt(check, 'tcpSocket.port')}`;
  if (valueAt(check, 'grpc') !== undefined)
    return `gRPC :${textAt(check, 'grpc.port')} ${textAt(check, 'grpc.service')}`.trimEnd();
  if (valueAt(check, 'exec') !== undefined) return `exec ${commandText(textsAt(check, 'exec.command'))}`;
  if (valueAt(check, 'sleep') !== undefined) return `sleep ${textAt(check, 'sleep.seconds')}s`;
  return '?';
}

/** A command as one line of shell: arguments that need it are quoted. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
