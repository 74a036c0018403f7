import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import { SLEPT } from './slept.ts';

const SLEEP = ['sh', '-c', 'trap exit TERM; while :; do sleep 1; done'];
/** A container that sleeps answers no probe, and would be killed for it. */
const FIELDS = ['command', 'args', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

type Fields = Partial<Record<(typeof FIELDS)[number], unknown>>;
type Remembered = Readonly<Record<string, Fields>>;

/** What is remembered of an object; undefined: it is not asleep. */
function rememberedCommands(object: KubeObject): Remembered | undefined {
  const text = object.metadata.annotations?.[SLEPT];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Remembered) : undefined;
  } catch {
    return undefined;
  }
}

/** The strategic merge patch that lets a container of a workload sleep in place of its own command, and remembers that. */
export function sleepPatch(object: KubeObject, container: string): object {
  const own = listAt(object, 'spec.template.spec.containers').find((each) => textAt(each, 'name') === container);
  const before: Fields = {};
  for (const field of FIELDS) {
    const value = valueAt(own, field);
    if (value !== undefined) before[field] = value;
  }
  const remembered = rememberedCommands(object);
  // put to sleep twice: what counts is what it ran at first
  const all = { ...remembered, [container]: remembered?.[container] ?? before };
  return patchOf(JSON.stringify(all), [{ name: container, ...cleared(), command: SLEEP }]);
}

/** The patch that gives back what was remembered. */
export function wakePatch(object: KubeObject): object {
  const containers = Object.entries(rememberedCommands(object) ?? {}).map(([name, fields]) => ({
    name,
    ...cleared(),
    ...fields,
  }));
  return patchOf(null, containers);
}

const cleared = () => Object.fromEntries(FIELDS.map((field) => [field, null]));

function patchOf(remembered: string | null, containers: readonly object[]): object {
  return {
    metadata: { annotations: { [SLEPT]: remembered } },
    spec: { template: { spec: { containers } } },
  };
}
