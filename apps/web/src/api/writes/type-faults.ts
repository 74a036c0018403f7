import type { Words } from '../../ui/use-words.ts';
import { isRecord } from './changed-paths.ts';
import type { Fault } from './fault.ts';
import type { ValuePath } from './value-path.ts';

type JsonType = 'string' | 'number' | 'bool' | 'array' | 'object';

/** A value of the wrong type, as the API server's JSON readers tell it: by Go's names, without the places in lists. */
export function typeFaults(message: string, sent: unknown, t: Words): Fault[] | undefined {
  if (/illegal base64 data/.test(message)) return base64Faults(message, sent, t);
  const found = modern(message) ?? old(message);
  if (found === undefined) return undefined;
  const places = placesOf(sent, found.names, found.given, found.wanted);
  const words = wordsOf(found.given, found.wanted, t);
  const paths = places.length > 0 ? places : [[]];
  return paths.map((path) => ({ path, message: words, detail: message, severity: 'error' }));
}

interface WrongType {
  readonly names: readonly string[];
  readonly given: JsonType | undefined;
  readonly wanted: JsonType | undefined;
}

/** json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32 */
function modern(message: string): WrongType | undefined {
  const match = /cannot unmarshal (\w+)(?: \S+)? into Go (?:struct field (\S+)|value) of type (\S+)/.exec(message);
  if (match === null) return undefined;
  const [, given = '', field = '', type = ''] = match;
  // the first name is that of the Go type
  return { names: field.split('.').slice(1), given: jsonType(given), wanted: goType(type) };
}

/** v1.Deployment.Spec: v1.DeploymentSpec.Replicas: readUint32: unexpected character: … (v1.22 and before) */
function old(message: string): WrongType | undefined {
  const match = /cannot be handled as an? \S+: ((?:(?:\[\])?[\w/.]+: )+)(Read\w+|read\w+|decode\w*):(.*)$/s.exec(
    message,
  );
  if (match === null) return undefined;
  const [, steps = '', reader = '', said = ''] = match;
  const names = steps
    .split(': ')
    .filter((step) => step !== '' && !step.startsWith('[]'))
    .flatMap((step) => (/\.(\w+)$/.exec(step)?.[1] === undefined ? [] : [/\.(\w+)$/.exec(step)?.[1] ?? '']))
    // an embedded struct is no field
    .filter((name) => !/^(?:ObjectMeta|TypeMeta)$/.test(name) || name === 'Metadata');
  const first = /but found (\S)/.exec(said)?.[1] ?? /error found in .*\.\.\.\|[^|]*?":\s*(\S)/.exec(said)?.[1];
  return { names, given: first === undefined ? undefined : typeOfFirst(first), wanted: readerType(reader) };
}

function readerType(reader: string): JsonType | undefined {
  if (/string/i.test(reader)) return 'string';
  if (/u?int|float|number/i.test(reader)) return 'number';
  if (/bool/i.test(reader)) return 'bool';
  return /map|object/i.test(reader) ? 'object' : undefined;
}

function typeOfFirst(char: string): JsonType {
  if (char === '"') return 'string';
  if (char === 't' || char === 'f') return 'bool';
  if (char === '[') return 'array';
  return char === '{' ? 'object' : 'number';
}

function jsonType(name: string): JsonType | undefined {
  return (['string', 'number', 'bool', 'array', 'object'] as const).find((type) => type === name);
}

function goType(type: string): JsonType | undefined {
  if (/^(?:string|\w+\.\w*(?:Policy|Protocol|Type|Name))$/.test(type)) return 'string';
  if (/^u?int\d*$|^float\d+$/.test(type)) return 'number';
  if (type === 'bool') return 'bool';
  if (type.startsWith('[]')) return 'array';
  return type.startsWith('map[') || /^\w+\.\w+$/.test(type) ? 'object' : undefined;
}

/** Where in what was sent a value of that type stands on those names; Go's spelling of them, any member of a list. */
function placesOf(sent: unknown, names: readonly string[], given: JsonType | undefined, wanted: JsonType | undefined) {
  const found: ValuePath[] = [];
  const isWrong = (value: unknown) => {
    const type = typeOf(value);
    return given === undefined ? type !== wanted : type === given;
  };
  const walk = (value: unknown, at: number, path: ValuePath) => {
    if (found.length >= 20) return;
    if (at >= names.length) {
      if (isWrong(value) && typeof value !== 'object') found.push(path);
      // the name is that of a map: its values are meant
      else if (isRecord(value) && wanted !== 'object')
        for (const [key, inner] of Object.entries(value)) {
          if (isWrong(inner)) found.push([...path, key]);
        }
      else if (Array.isArray(value) && wanted !== 'array')
        value.forEach((inner, index) => {
          if (isWrong(inner)) found.push([...path, index]);
        });
      else if (isWrong(value)) found.push(path);
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, at, [...path, index]);
      return;
    }
    if (!isRecord(value)) return;
    const key = Object.keys(value).find((name) => name.toLowerCase() === names[at]?.toLowerCase());
    if (key !== undefined) walk(value[key], at + 1, [...path, key]);
  };
  walk(sent, 0, []);
  return found;
}

function typeOf(value: unknown): JsonType | undefined {
  if (Array.isArray(value)) return 'array';
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'object';
}

function wordsOf(given: JsonType | undefined, wanted: JsonType | undefined, t: Words): string {
  const name = (type: JsonType | undefined) => (type === undefined ? '' : t(`type.${type}`));
  if (wanted === undefined) return t('fault.typeUnknown');
  if (wanted === 'string' && (given === 'bool' || given === 'number')) return t('fault.quote', { given: name(given) });
  return given === undefined
    ? t('fault.type', { wanted: name(wanted) })
    : t('fault.typeBoth', { wanted: name(wanted), given: name(given) });
}

function base64Faults(message: string, sent: unknown, t: Words): Fault[] {
  const data = isRecord(sent) ? sent['data'] : undefined;
  const wrong = isRecord(data)
    ? Object.entries(data).filter(([, value]) => typeof value === 'string' && !isBase64(value))
    : [];
  const paths: ValuePath[] = wrong.length > 0 ? wrong.map(([key]) => ['data', key]) : [['data']];
  // the server repeats the value: it is a secret
  return paths.map((path) => ({
    path,
    message: t('fault.base64'),
    severity: 'error',
    detail: message.replace(/, error found in .*$/s, ''),
  }));
}

function isBase64(value: string): boolean {
  const bare = value.replace(/[\r\n]/g, '');
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}
