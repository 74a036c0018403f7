/**
 * @peculiar/x509 finds its parts with tsyringe, which refuses to load without the metadata functions of the old decorators
 * proposal. It needs these three only; this file must be imported before it.
 */
const stored = new WeakMap<object, Map<unknown, unknown>>();

function own(key: unknown, target: object): unknown {
  return stored.get(target)?.get(key);
}

function inherited(key: unknown, target: object): unknown {
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at) as object | null)
    if (stored.get(at)?.has(key)) return own(key, at);
  return undefined;
}

function define(key: unknown, value: unknown, target: object): void {
  const values = stored.get(target) ?? new Map<unknown, unknown>();
  values.set(key, value);
  stored.set(target, values);
}

if (!('getMetadata' in Reflect))
  Object.assign(Reflect, { getMetadata: inherited, getOwnMetadata: own, defineMetadata: define });
