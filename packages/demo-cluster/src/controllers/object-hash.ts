/** JSON with sorted keys and without empty values: two templates are equal when their texts are. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner === null ? undefined : inner;
    const entries = Object.entries(inner).filter(([, one]) => one !== null && one !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

// apimachinery pkg/util/rand: no vowels, so no words
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** The hash that names a template's generation: pod-template-hash, controller-revision-hash; another one after a collision. */
export function templateHash(template: unknown, collisions = 0): string {
  let hash = 0x811c9dc5;
  const text = canonical(template) + (collisions > 0 ? `/${collisions}` : '');
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return [...String(hash)].map((digit) => SAFE.charAt(digit.charCodeAt(0) % SAFE.length)).join('');
}

/** As apimachinery's rand.String: the suffix of generated names. */
export function randomSuffix(length = 5): string {
  return Array.from({ length }, () => SAFE.charAt(Math.floor(Math.random() * SAFE.length))).join('');
}
