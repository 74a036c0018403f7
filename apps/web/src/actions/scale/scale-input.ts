import type { ActionFault, ActionTarget } from '../define-action.ts';
import { keepsReplicas } from './scalable.ts';

/** An autoscaler that decides a number of replicas. */
interface Decider {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** What controls an object. */
interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What the cluster says of one target before it is scaled. */
export interface ScaleLook {
  /** of the object that was looked at: another one may take its name */
  readonly uid?: string;
  readonly current: number;
  /** pods that there are */
  readonly running: number;
  /** how many it had when it was scaled to 0 */
  readonly remembered?: number;
  /** what puts the number back: a ReplicaSet's Deployment */
  readonly owner?: Owner;
  /** what may put the number back: a custom resource, of which nobody knows */
  readonly keeper?: Owner;
  readonly autoscalers: readonly Decider[];
  /** what becomes of the claims of a StatefulSet's pods that go */
  readonly claims?: 'kept' | 'deleted';
}

export interface ScaleInput {
  /** undefined: nothing typed yet */
  readonly text?: string;
  /** each as many as it had */
  readonly restore: boolean;
  /** that all pods end */
  readonly agreed: boolean;
  /** by {@link lookKey}; undefined: being read */
  readonly looks?: Readonly<Record<string, ScaleLook>>;
  /** by the same keys: those that could not be read, while others could */
  readonly unread?: readonly string[];
}

export function lookKey({ ref: { resource, namespace, name } }: ActionTarget): string {
  return `${resource.resource}.${resource.group}/${namespace ?? ''}/${name}`;
}

export function lookOf(input: ScaleInput | undefined, target: ActionTarget): ScaleLook | undefined {
  const { looks = {} } = input ?? {};
  const key = lookKey(target);
  return Object.hasOwn(looks, key) ? looks[key] : undefined;
}

/** What stands in the field: what was typed, else what one object has; of one at 0 what it had before. */
export function replicasText({ text, looks = {} }: ScaleInput): string {
  if (text !== undefined) return text;
  const [only, second] = Object.values(looks);
  if (only === undefined || second !== undefined) return '';
  return String(only.current === 0 ? (only.remembered ?? 1) : only.current);
}

export function isCount(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}

/** How many replicas a target gets; undefined: not known yet, or no number. */
export function wantedOf(input: ScaleInput | undefined, look: ScaleLook | undefined): number | undefined {
  if (input === undefined || look === undefined) return undefined;
  // it has as many as its owner gives it
  if (look.owner !== undefined) return look.current;
  if (input.restore) return look.current === 0 ? (look.remembered ?? 0) : look.current;
  const text = replicasText(input);
  return isCount(text) ? Number(text) : undefined;
}

/** Those of which no pod is left. */
export function endingLooks(input: ScaleInput): readonly ScaleLook[] {
  return Object.values(input.looks ?? {}).filter((look) => look.current > 0 && wantedOf(input, look) === 0);
}

/** Why it cannot be scaled yet; the form says all of it itself. */
export function scaleFault(input: ScaleInput, targets: readonly ActionTarget[]): ActionFault | undefined {
  // those that cannot be read keep nobody from scaling the others: their own run says why
  const looks = targets
    .filter((target) => !input.unread?.includes(lookKey(target)))
    .map((target) => lookOf(input, target));
  const wanted = looks.map((look) => wantedOf(input, look));
  if (looks.includes(undefined)) return { key: 'scale:reading', quiet: true };
  if (looks.every((look) => look?.owner !== undefined)) return { key: 'scale:owned.fault', quiet: true };
  if (wanted.includes(undefined)) return { key: 'scale:fault', quiet: true };
  if (looks.every((look, index) => look?.current === wanted[index])) return { key: 'scale:same', quiet: true };
  return endingLooks(input).length > 0 && !input.agreed ? { key: 'scale:zero.agree', quiet: true } : undefined;
}

/** What will happen, as a key of the words and what stands in them. */
export function scalePlan(
  targets: readonly ActionTarget[],
  input: ScaleInput,
): { readonly key: string; readonly values: Readonly<Record<string, unknown>> } {
  const changes = targets.map((target) => {
    const look = lookOf(input, target);
    const from = look?.current ?? 0;
    return { from, to: wantedOf(input, look) ?? from };
  });
  const [first] = changes;
  if (changes.length === 1 && first !== undefined) {
    const { from, to } = first;
    const name = targets[0]?.ref.name;
    // what a replica of a custom resource stands for only its controller knows
    if (targets[0] !== undefined && !keepsReplicas(targets[0].ref.resource))
      return { key: from > 0 && to === 0 ? 'scale:plan.customZero' : 'scale:plan.custom', values: { name, from, to } };
    if (to === 0) return { key: 'scale:plan.zero', values: { name, count: from } };
    return {
      key: to > from ? 'scale:plan.up' : 'scale:plan.down',
      values: { name, from, to, count: Math.abs(to - from) },
    };
  }
  const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + Math.max(0, part), 0);
  return {
    key: 'scale:plan.many',
    values: {
      count: changes.filter(({ from, to }) => from !== to).length,
      of: changes.length,
      more: sum(changes.map(({ from, to }) => to - from)),
      fewer: sum(changes.map(({ from, to }) => from - to)),
    },
  };
}

/** What an autoscaler makes of such a number. */
export function autoscalerReply({ min, max }: Decider, wanted: number): 'paused' | 'back' | 'decides' {
  if (wanted === 0 && min > 0) return 'paused';
  return wanted < min || wanted > max ? 'back' : 'decides';
}
