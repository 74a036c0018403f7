import { isJsonObject, type JsonObject, setOwn } from '../json-value.ts';
import { StatusError } from '../status-error.ts';
import table from './protobuf-fields.json' with { type: 'json' };

/**
 * Bodies of `application/vnd.kubernetes.protobuf`, which kubectl's typed clients send. Answers are JSON, which they accept.
 *
 * The table holds, per message, `jsonName:number:type` of each field; an empty name is inlined. Types: s string, i integer,
 * b bool, f float, y bytes, t Time, u MicroTime, q Quantity, o IntOrString, r raw JSON, x list in a message of its own,
 * else a message; `[]` repeated, `{}` map with string keys, `*` pointer (its zero value counts as set).
 */

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

interface Field {
  readonly name: string;
  readonly shape: '' | '[]' | '{}';
  readonly pointer: boolean;
  readonly type: string;
}

const KINDS: Readonly<Record<string, string>> = table.kinds;
const MESSAGES: Readonly<Record<string, string>> = table.messages;
const messages = new Map<string, Map<number, Field>>();

function fieldsOf(message: string): Map<number, Field> {
  let fields = messages.get(message);
  if (!fields) {
    fields = new Map();
    for (const text of (MESSAGES[message] ?? '').split(' ')) {
      const match = /^(\w*):(\d+):(\[\]|\{\})?(\*)?([\w.]+)$/.exec(text);
      if (!match) continue;
      const [, name = '', number, shape = '', pointer, type = ''] = match;
      fields.set(Number(number), { name, shape: shape as Field['shape'], pointer: pointer === '*', type });
    }
    messages.set(message, fields);
  }
  return fields;
}

interface WireField {
  readonly number: number;
  /** varints and fixed numbers as number, the rest as bytes */
  readonly value: bigint | Uint8Array;
}

const broken = () => new StatusError(400, 'BadRequest', 'the protobuf body ends in the middle of a field');

function readVarint(bytes: Uint8Array, start: number): [bigint, number] {
  let result = 0n;
  for (let at = start, shift = 0n; shift < 70n; at += 1, shift += 7n) {
    const byte = bytes[at];
    if (byte === undefined) throw broken();
    result |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [result, at + 1];
  }
  throw broken();
}

function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  while (at < bytes.length) {
    const [tag, afterTag] = readVarint(bytes, at);
    const wire = Number(tag & 7n);
    if (wire === 0) {
      const [value, end] = readVarint(bytes, afterTag);
      yield { number: Number(tag >> 3n), value };
      at = end;
      continue;
    }
    const [length, start] = wire === 2 ? readVarint(bytes, afterTag) : [wire === 1 ? 8n : 4n, afterTag];
    const end = start + Number(length);
    if (end > bytes.length || ![1, 2, 5].includes(wire)) throw broken();
    yield { number: Number(tag >> 3n), value: bytes.subarray(start, end) };
    at = end;
  }
}

const text = (value: WireField['value']) => (typeof value === 'bigint' ? '' : new TextDecoder().decode(value));
const bytesOf = (value: WireField['value']) => (typeof value === 'bigint' ? new Uint8Array() : value);
const integer = (value: WireField['value']) => (typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0);

function plainFields(value: WireField['value']): Map<number, WireField['value']> {
  return new Map([...wireFields(bytesOf(value))].map((field) => [field.number, field.value]));
}

/** undefined: the zero time */
function readTime(value: WireField['value'], fraction: boolean): string | undefined {
  const parts = plainFields(value);
  const seconds = parts.get(1);
  if (seconds === undefined) return undefined;
  const iso = new Date(integer(seconds) * 1000).toISOString().replace(/\.\d+Z$/, '');
  const nanos = integer(parts.get(2) ?? 0n);
  return fraction ? `${iso}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z` : `${iso}Z`;
}

function readIntOrString(value: WireField['value']): number | string {
  const parts = plainFields(value);
  return integer(parts.get(1) ?? 0n) === 0 ? integer(parts.get(2) ?? 0n) : text(parts.get(3) ?? new Uint8Array());
}

function readRaw(value: WireField['value']): unknown {
  const raw = text(plainFields(value).get(1) ?? new Uint8Array());
  return raw === '' ? undefined : JSON.parse(raw);
}

function readDouble(value: WireField['value']): number {
  const bytes = bytesOf(value);
  return bytes.length === 8 ? new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true) : 0;
}

function readValue(type: string, value: WireField['value']): unknown {
  switch (type) {
    case 's':
      return text(value);
    case 'i':
      return integer(value);
    case 'b':
      return integer(value) !== 0;
    case 'f':
      return readDouble(value);
    case 'y':
      return Buffer.from(bytesOf(value)).toString('base64');
    case 't':
    case 'u':
      return readTime(value, type === 'u');
    case 'q':
      return text(plainFields(value).get(1) ?? new Uint8Array());
    case 'o':
      return readIntOrString(value);
    case 'r':
      return readRaw(value);
    case 'x':
      return [...wireFields(bytesOf(value))].map((item) => text(item.value));
    default:
      return readMessage(type, bytesOf(value));
  }
}

const isZero = (value: unknown) => value === undefined || value === '' || value === 0 || value === false;

function readMessage(message: string, bytes: Uint8Array): JsonObject {
  const fields = fieldsOf(message);
  const result: JsonObject = {};
  for (const { number, value } of wireFields(bytes)) {
    const field = fields.get(number);
    if (!field) continue;
    if (field.shape === '{}') {
      const entry = plainFields(value);
      const map = isJsonObject(result[field.name]) ? (result[field.name] as JsonObject) : {};
      setOwn(map, text(entry.get(1) ?? new Uint8Array()), readValue(field.type, entry.get(2) ?? new Uint8Array()));
      result[field.name] = map;
      continue;
    }
    const read = readValue(field.type, value);
    if (field.shape === '[]') result[field.name] = [...((result[field.name] as unknown[] | undefined) ?? []), read];
    else if (field.name === '') Object.assign(result, read);
    else if (field.pointer || !isZero(read)) result[field.name] = read;
  }
  return result;
}

const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/** The object in a protobuf body; 415 for a kind that the table does not have. */
export function decodeProtobuf(body: Uint8Array): JsonObject {
  if (!MAGIC.every((byte, index) => body[index] === byte))
    throw new StatusError(400, 'BadRequest', 'the protobuf body does not begin with its magic number');
  const envelope = plainFields(body.subarray(MAGIC.length));
  const typeMeta = plainFields(envelope.get(1) ?? new Uint8Array());
  const apiVersion = text(typeMeta.get(1) ?? new Uint8Array());
  const kind = text(typeMeta.get(2) ?? new Uint8Array());
  const message = kind === 'DeleteOptions' ? 'meta.DeleteOptions' : KINDS[`${apiVersion}/${kind}`];
  if (message === undefined)
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
    );
  return { apiVersion, kind, ...readMessage(message, bytesOf(envelope.get(2) ?? new Uint8Array())) };
}
