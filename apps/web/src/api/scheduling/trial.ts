import { listAt, valueAt } from '../read-field.ts';
import { TAINT_EFFECTS } from './taints.ts';

/** What somebody tries before it is written: another nodeSelector, and taints to tolerate as well. */
export interface PlacementTrial {
  /** "disk=ssd, zone=a" */
  readonly selector: string;
  /** "dedicated=db:NoSchedule, gpu"; a key alone stands for any value, no effect for every effect */
  readonly tolerations: string;
}

const partsOf = (text: string) =>
  text
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What in the trial cannot be read; undefined: nothing. */
export function trialFault({ selector, tolerations }: PlacementTrial): string | undefined {
  const effects: readonly string[] = TAINT_EFFECTS;
  return (
    partsOf(selector).find((part) => !/^[^=]+=[^=]*$/.test(part)) ??
    partsOf(tolerations).find((part) => {
      const [, effect, ...more] = part.split(':');
      return (
        part.startsWith('=') ||
        part.startsWith(':') ||
        more.length > 0 ||
        (effect !== undefined && !effects.includes(effect))
      );
    })
  );
}

/** The pod's spec as it would be with the trial. */
export function trialSpec(spec: unknown, { selector, tolerations }: PlacementTrial): unknown {
  return {
    ...(typeof spec === 'object' ? spec : {}),
    nodeSelector: Object.fromEntries(
      partsOf(selector).map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at), part.slice(at + 1)];
      }),
    ),
    tolerations: [...listAt(spec, 'tolerations'), ...partsOf(tolerations).map(tolerationOf)],
  };
}

function tolerationOf(text: string) {
  const [pair = '', effect] = text.split(':');
  const at = pair.indexOf('=');
  return {
    ...(at < 0
      ? { key: pair, operator: 'Exists' }
      : { key: pair.slice(0, at), operator: 'Equal', value: pair.slice(at + 1) }),
    ...(effect === undefined ? {} : { effect }),
  };
}

/** The spec of the pods that an object makes, or of the pod itself. */
export function podSpecOf(object: unknown): unknown {
  return (
    valueAt(object, 'spec.jobTemplate.spec.template.spec') ??
    valueAt(object, 'spec.template.spec') ??
    valueAt(object, 'spec')
  );
}
