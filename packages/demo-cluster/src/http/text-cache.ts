import type { DemoObject } from '../store.ts';

/** Characters after which a new generation begins; two generations are kept. */
const GENERATION = 96 * 1024 * 1024;

/**
 * The JSON of objects that were listed, so that the next list only joins it. A stored object never changes, every version is an
 * object of its own; what nobody asks for, and what is gone from the store, is forgotten.
 */
class TextCache {
  #young = new Map<string, WeakMap<DemoObject, string>>();
  #old = new Map<string, WeakMap<DemoObject, string>>();
  #size = 0;

  /** The text of an object in one shape; `keep`: it is likely to be asked for again. */
  textOf(shape: string, object: DemoObject, keep: boolean, write: (object: DemoObject) => string): string {
    const young = this.#young.get(shape)?.get(object);
    if (young !== undefined) return young;
    const text = this.#old.get(shape)?.get(object) ?? write(object);
    if (keep) this.#keep(shape, object, text);
    return text;
  }

  #keep(shape: string, object: DemoObject, text: string): void {
    this.#size += text.length;
    if (this.#size > GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = text.length;
    }
    const texts = this.#young.get(shape) ?? new WeakMap<DemoObject, string>();
    this.#young.set(shape, texts);
    texts.set(object, text);
  }
}

export const textCache = new TextCache();
