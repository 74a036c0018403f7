import type { Schema } from './schema.ts';

export type MutableSchema = { -readonly [K in keyof Schema]: Schema[K] };

/** Adds a part that is made when it is first read: types may contain themselves. Changes and returns `base`. */
export function lazily<K extends keyof Schema>(base: MutableSchema, key: K, make: () => Schema[K]): Schema {
  Object.defineProperty(base, key, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(base, key, { value, enumerable: true, configurable: true });
      return value;
    },
  });
  return base;
}

/** A schema like `base`, with words of its own: a field of that type. What is lazy in the base stays so. */
export function derived(base: Schema, own: Schema): MutableSchema {
  return Object.assign(Object.create(base) as MutableSchema, own);
}
