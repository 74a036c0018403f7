import { isMap, type JsonMap } from '../kube-yaml.ts';

const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

// as Go's encoder writes JSON: keys in order of their bytes, and nothing that HTML could take for markup
function goJson(value: unknown): string {
  if (isMap(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${goJson(key)}:${goJson(value[key])}`)
      .join(',')}}`;
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What kustomize makes the hash of: a field that is missing counts as "", and so does the name, whatever it is. */
function hashed(object: JsonMap): JsonMap {
  const field = (name: string): unknown => object[name] ?? '';
  const content: JsonMap = { kind: object['kind'], name: '', data: field('data') };
  if (object['kind'] === 'Secret') content['type'] = field('type');
  const other = object['kind'] === 'Secret' ? 'stringData' : 'binaryData';
  if (isMap(object[other])) content[other] = object[other];
  return content;
}

/** The ten letters that kustomize appends to a generated ConfigMap's or Secret's name. */
export async function nameHash(object: JsonMap): Promise<string> {
  const bytes = new TextEncoder().encode(goJson(hashed(object)));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [...hex.slice(0, 10)].map((letter) => LETTERS[letter] ?? letter).join('');
}
