import type { Words } from '../../ui/use-words.ts';
import { podSecurityFaults } from './admission-faults.ts';
import type { FaultContext } from './answer-faults.ts';
import type { Fault } from './fault.ts';
import { unknownFieldFault } from './unknown-field.ts';
import { parsePath } from './value-path.ts';

/** What the API server says beside its answer, at the fields that it speaks of. */
export function warningFaults(warnings: readonly string[], context: FaultContext, t: Words): Fault[] {
  return warnings.flatMap((warning) => warningFault(warning, context, t));
}

function warningFault(warning: string, { sent, namesAt }: FaultContext, t: Words): readonly Fault[] {
  const security = podSecurityFaults(warning, sent, t, 'warning');
  if (security !== undefined) return security;
  const unknown = /^unknown field "(.+)"$/.exec(warning)?.[1];
  if (unknown !== undefined)
    return [{ ...unknownFieldFault(parsePath(unknown, sent), namesAt, t, { detail: warning }), severity: 'warning' }];
  const deprecated =
    /^(\S+) (\w+) is deprecated in (v[\d.+]+)(?:, unavailable in (v[\d.+]+))?(?:; use (\S+)(?: (\w+))?)?/.exec(warning);
  if (deprecated) {
    const [, version, kind, , gone, next] = deprecated;
    const key = gone === undefined ? 'deprecated' : next === undefined ? 'deprecatedGone' : 'deprecatedNext';
    return [
      {
        path: ['apiVersion'],
        message: t(`fault.${key}`, { version, kind, gone, next }),
        detail: warning,
        severity: 'warning',
      },
    ];
  }
  // most of the rest begin with the field: "spec.template.spec.containers[0].ports[1]: duplicate port name …"
  const field = /^((?:spec|metadata|data|status|webhooks|rules)\b[^\s:]*): (.+)$/s.exec(warning);
  if (field)
    return [
      {
        path: parsePath(field[1] ?? '', sent),
        message: t('fault.said', { said: field[2] }),
        detail: warning,
        severity: 'warning',
      },
    ];
  return [{ path: [], message: t('fault.said', { said: warning }), severity: 'warning' }];
}
