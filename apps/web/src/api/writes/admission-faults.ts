import type { Words } from '../../ui/use-words.ts';
import { isRecord } from './changed-paths.ts';
import type { Fault } from './fault.ts';
import { type ValuePath, valueAtPath } from './value-path.ts';

/** What admission refuses: quota, limit ranges, Pod Security, webhooks and policies. */
export function admissionFaults(message: string, sent: unknown, t: Words): Fault[] | undefined {
  const fault = (words: string, path: ValuePath = []): Fault[] => [
    { path, message: words, detail: message, severity: 'error' },
  ];
  const security = podSecurityFaults(message, sent, t, 'error');
  if (security !== undefined) return security;
  const quota = /exceeded quota: (.+?), requested: (.+), used: (.+), limited: (.+)$/.exec(message);
  if (quota) {
    const [, name, requested, used, limited] = quota;
    return fault(t('fault.quota', { quota: name, requested, used, limited }));
  }
  const must = /failed quota: (.+?): must specify (.+?)(?: for: (.+))?$/.exec(message);
  if (must) {
    const [, name, resources = '', containers] = must;
    const place = containerPath(sent, containers?.split(',')[0]);
    return fault(t('fault.quotaMust', { quota: name, resources }), place && [...place, 'resources']);
  }
  const limit = /((?:maximum|minimum) \S+ usage per \w+ is .*|\S+ max limit to request ratio per \w+ is .*)$/.exec(
    message,
  );
  if (limit) return fault(t('fault.limitRange', { said: limit[1] }), limitPath(sent));
  const denied = /admission webhook "([^"]+)" denied the request(?:: (.*)| without explanation)?$/s.exec(message);
  if (denied)
    return fault(t(denied[2] ? 'fault.webhook' : 'fault.webhookSilent', { webhook: denied[1], said: denied[2] }));
  const down = /failed calling webhook "([^"]+)": (.*)$/s.exec(message);
  if (down) return fault(t('fault.webhookDown', { webhook: down[1] }));
  const policy = /ValidatingAdmissionPolicy '([^']+)' with binding '([^']+)' denied request: (.*)$/s.exec(message);
  if (policy) return fault(t('fault.policy', { policy: policy[1], said: policy[3] }));
  return undefined;
}

/**
 * `violates PodSecurity "restricted:latest": privileged (container "a" must not set securityContext.privileged=true), …`: one fault
 * for each check, at the field of the container that it names.
 */
export function podSecurityFaults(
  message: string,
  sent: unknown,
  t: Words,
  severity: Fault['severity'],
): Fault[] | undefined {
  const match = /violates? PodSecurity "([^"]+)": (.*)$/s.exec(message);
  if (match === null) return undefined;
  const [, level = '', list = ''] = match;
  const [policy = level] = level.split(':');
  return splitChecks(list).map((check) => {
    const container = /containers? "([^"]+)"/.exec(check)?.[1];
    const field = /(securityContext[\w.]*|hostNetwork|hostPID|hostIPC|hostPath|hostPort)/.exec(check)?.[1];
    const place = (container === undefined ? undefined : containerPath(sent, container)) ?? podPath(sent) ?? [];
    const path = field === undefined ? place : deepest(sent, [...place, ...field.split('.')]);
    return { path, message: t('fault.podSecurity', { policy, check }), detail: message, severity };
  });
}

/** Splits at the commas between checks, not at those within their brackets. */
function splitChecks(list: string): string[] {
  const checks: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at += 1) {
    if (list[at] === '(') depth += 1;
    else if (list[at] === ')') depth -= 1;
    else if (list[at] === ',' && depth === 0) {
      checks.push(list.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...checks, list.slice(from).trim()].filter((check) => check !== '');
}

const POD_SPECS: readonly ValuePath[] = [
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'template', 'spec'],
  ['spec'],
];

/** Where the object holds the spec of its pods. */
function podPath(sent: unknown): ValuePath | undefined {
  return POD_SPECS.find((path) => Array.isArray(valueAtPath(sent, [...path, 'containers'])));
}

function containerPath(sent: unknown, name: string | undefined): ValuePath | undefined {
  const pod = podPath(sent);
  if (pod === undefined || name === undefined) return pod;
  for (const list of ['containers', 'initContainers']) {
    const members = valueAtPath(sent, [...pod, list]);
    const index = Array.isArray(members)
      ? members.findIndex((item: unknown) => isRecord(item) && item['name'] === name.trim())
      : -1;
    if (index >= 0) return [...pod, list, index];
  }
  return pod;
}

function limitPath(sent: unknown): ValuePath {
  const pod = podPath(sent);
  return pod === undefined ? [] : deepest(sent, [...pod, 'containers', 0, 'resources']);
}

/** The path as far as it is written out in the object. */
function deepest(sent: unknown, path: ValuePath): ValuePath {
  let length = path.length;
  while (length > 0 && valueAtPath(sent, path.slice(0, length)) === undefined) length -= 1;
  return path.slice(0, length);
}
