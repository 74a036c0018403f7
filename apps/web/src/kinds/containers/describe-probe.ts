import { listAt, numberAt, textAt, textsAt, valueAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';

export type ProbeRole = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

/** A probe with the defaults that the API server would fill in (core/v1 Probe). */
export interface Probe {
  readonly delay: number;
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
  readonly successes: number;
  /** the probe's own grace for the restart that it causes; undefined: the pod's */
  readonly grace: number | undefined;
}

export function readProbe(probe: unknown): Probe {
  // 0 stands for "default" where 0 is no legal value
  const atLeastOne = (path: string, standard: number) => numberAt(probe, path) || standard;
  return {
    delay: numberAt(probe, 'initialDelaySeconds') ?? 0,
    period: atLeastOne('periodSeconds', 10),
    timeout: atLeastOne('timeoutSeconds', 1),
    failures: atLeastOne('failureThreshold', 3),
    successes: atLeastOne('successThreshold', 1),
    grace: numberAt(probe, 'terminationGracePeriodSeconds'),
  };
}

/** What a probe asks, when, and what follows from its answers; a line each. */
export function describeProbe(probe: unknown, role: ProbeRole, container: unknown, t: Words): readonly string[] {
  const numbers = readProbe(probe);
  const { delay, period, failures, successes, grace } = numbers;
  return [
    describeCheck(probe, container),
    t('probe.times', { ...numbers }),
    t(`probe.${role}`, {
      failures,
      successes,
      // the probe before the last one that may fail has still time to succeed
      patience: delay + period * failures,
    }),
    ...(grace === undefined ? [] : [t('probe.grace', { seconds: grace })]),
  ];
}

/** What a probe or a lifecycle hook does, as kubectl describe writes it; a port's name has its number beside it. */
export function describeCheck(check: unknown, container?: unknown): string {
  if (valueAt(check, 'httpGet') !== undefined) {
    const scheme = (textAt(check, 'httpGet.scheme') || 'HTTP').toLowerCase();
    const path = textAt(check, 'httpGet.path');
    const headers = listAt(check, 'httpGet.httpHeaders').map(
      (header) => `${textAt(header, 'name')}: ${textAt(header, 'value')}`,
    );
    const address = `${textAt(check, 'httpGet.host')}:${textAt(check, 'httpGet.port')}`;
    return [
      `GET ${scheme}://${address}${path.startsWith('/') ? path : `/${path}`}`,
      portNumber(textAt(check, 'httpGet.port'), container),
      headers.length === 0 ? '' : `(${headers.join(', ')})`,
    ]
      .filter((part) => part !== '')
      .join(' ');
  }
  if (valueAt(check, 'tcpSocket') !== undefined) {
    const port = textAt(check, 'tcpSocket.port');
    return `TCP ${textAt(check, 'tcpSocket.host')}:${port} ${portNumber(port, container)}`.trimEnd();
  }
  if (valueAt(check, 'grpc') !== undefined)
    return `gRPC :${textAt(check, 'grpc.port')} ${textAt(check, 'grpc.service')}`.trimEnd();
  if (valueAt(check, 'exec') !== undefined) return `exec ${commandText(textsAt(check, 'exec.command'))}`;
  if (valueAt(check, 'sleep') !== undefined) return `sleep ${textAt(check, 'sleep.seconds')}s`;
  return '?';
}

/** "(8080)" for a port that is called by a name which the container gives to one. */
function portNumber(port: string, container: unknown): string {
  if (port === '' || /^\d+$/.test(port)) return '';
  const found = listAt(container, 'ports').find((each) => textAt(each, 'name') === port);
  return found === undefined ? '' : `(${textAt(found, 'containerPort')})`;
}

/** A command as one line of shell: arguments that need it are quoted. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
