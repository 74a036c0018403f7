import { isJsonObject, type JsonObject } from '../../json-value.ts';

/**
 * The OpenAPI v2 document as protobuf (gnostic's OpenAPIv2.proto): all that kubectl before 1.27 takes. The table holds, per message,
 * the number and type of each key of the JSON document that clients of Kubernetes read.
 */

type Fields = Readonly<Record<string, readonly [number: number, type: string]>>;

/** Types: s string, b boolean, n double, y any value as YAML; `[]` repeated, `{}` map of named values, else a message. */
const MESSAGES: Readonly<Record<string, Fields>> = {
  Document: {
    swagger: [1, 's'],
    info: [2, 'Info'],
    paths: [8, 'Paths'],
    definitions: [9, 'Definitions'],
    security: [12, '[]Requirement'],
    securityDefinitions: [13, 'SecurityDefinitions'],
  },
  Info: { title: [1, 's'], version: [2, 's'] },
  PathItem: {
    get: [2, 'Operation'],
    put: [3, 'Operation'],
    post: [4, 'Operation'],
    delete: [5, 'Operation'],
    patch: [8, 'Operation'],
    parameters: [9, '[]ParametersItem'],
  },
  Operation: {
    tags: [1, '[]s'],
    description: [3, 's'],
    operationId: [5, 's'],
    produces: [6, '[]s'],
    consumes: [7, '[]s'],
    parameters: [8, '[]ParametersItem'],
    responses: [9, 'Responses'],
    schemes: [10, '[]s'],
    'x-': [13, 'y'],
  },
  BodyParameter: { name: [2, 's'], in: [3, 's'], required: [4, 'b'], schema: [5, 'Schema'] },
  QueryParameter: { in: [2, 's'], description: [3, 's'], name: [4, 's'], type: [6, 's'] },
  PathParameter: {
    required: [1, 'b'],
    in: [2, 's'],
    description: [3, 's'],
    name: [4, 's'],
    type: [5, 's'],
  },
  Response: { description: [1, 's'], schema: [2, 'SchemaItem'] },
  Schema: {
    $ref: [1, 's'],
    format: [2, 's'],
    title: [3, 's'],
    description: [4, 's'],
    default: [5, 'y'],
    multipleOf: [6, 'n'],
    maximum: [7, 'n'],
    exclusiveMaximum: [8, 'b'],
    minimum: [9, 'n'],
    exclusiveMinimum: [10, 'b'],
    maxLength: [11, 'i'],
    minLength: [12, 'i'],
    pattern: [13, 's'],
    maxItems: [14, 'i'],
    minItems: [15, 'i'],
    uniqueItems: [16, 'b'],
    maxProperties: [17, 'i'],
    minProperties: [18, 'i'],
    required: [19, '[]s'],
    enum: [20, '[]y'],
    additionalProperties: [21, 'AdditionalProperties'],
    type: [22, 'TypeItem'],
    items: [23, 'ItemsItem'],
    properties: [25, 'Properties'],
    'x-': [31, 'y'],
  },
  ApiKeySecurity: { type: [1, 's'], name: [2, 's'], in: [3, 's'] },
};

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** A field with a length: text, bytes or a message. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function double(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

/** A value in its wire form; JSON is YAML too. */
function encodeField(number: number, type: string, value: unknown): Buffer {
  if (type.startsWith('[]'))
    return Buffer.concat((Array.isArray(value) ? value : []).map((item) => encodeField(number, type.slice(2), item)));
  switch (type) {
    case 's':
      return field(number, String(value));
    case 'b':
      return Buffer.concat([varint(number * 8), varint(value === true ? 1 : 0)]);
    case 'i':
      return Buffer.concat([varint(number * 8), varint(Number(value))]);
    case 'n':
      return double(number, Number(value));
    case 'y':
      return field(number, field(2, JSON.stringify(value)));
    default:
      return field(number, isJsonObject(value) || type === 'TypeItem' ? encodeMessage(type, value) : Buffer.alloc(0));
  }
}

/** `{ key: value }` as repeated messages of a name and a value. */
const namedValues = (number: number, type: string, values: JsonObject): Buffer =>
  Buffer.concat(
    Object.entries(values).map(([name, value]) =>
      field(number, Buffer.concat([field(1, name), encodeField(2, type, value)])),
    ),
  );

function encodeMessage(type: string, value: unknown): Buffer {
  const object = isJsonObject(value) ? value : {};
  switch (type) {
    case 'Paths':
      return namedValues(2, 'PathItem', object);
    case 'Definitions':
    case 'Properties':
      return namedValues(1, 'Schema', object);
    case 'SecurityDefinitions':
      // one of several kinds of security: api_key is the second
      return namedValues(1, 'SecurityItem', object);
    case 'SecurityItem':
      return field(2, encodeFields('ApiKeySecurity', object));
    case 'Requirement':
      return Buffer.concat(
        Object.keys(object).map((name) => field(1, Buffer.concat([field(1, name), field(2, Buffer.alloc(0))]))),
      );
    case 'Responses':
      return namedValues(1, 'ResponseValue', object);
    case 'ResponseValue':
      return field(1, encodeFields('Response', object));
    case 'SchemaItem':
    case 'ItemsItem':
      return field(1, encodeFields('Schema', object));
    case 'AdditionalProperties':
      return field(1, encodeFields('Schema', object));
    case 'TypeItem':
      return field(1, String(value));
    case 'ParametersItem':
      return field(1, encodeParameter(object));
    default:
      return encodeFields(type, object);
  }
}

function encodeParameter(parameter: JsonObject): Buffer {
  if (parameter['in'] === 'body') return field(1, encodeFields('BodyParameter', parameter));
  const [number, type] = parameter['in'] === 'path' ? [4, 'PathParameter'] : [3, 'QueryParameter'];
  return field(2, field(number as number, encodeFields(type as string, parameter)));
}

function encodeFields(message: string, object: JsonObject): Buffer {
  const fields = MESSAGES[message] ?? {};
  const parts: Buffer[] = [];
  for (const [key, value] of Object.entries(object)) {
    const known = fields[key];
    if (known && !(key === 'additionalProperties' && !isJsonObject(value))) parts.push(encodeField(...known, value));
    else if (known) parts.push(field(known[0], Buffer.from([0x10, value === true ? 1 : 0])));
    else if (key.startsWith('x-') && fields['x-'])
      parts.push(field(fields['x-'][0], Buffer.concat([field(1, key), encodeField(2, 'y', value)])));
  }
  return Buffer.concat(parts);
}

/** The bytes of a document. */
export function encodeOpenApi(document: JsonObject): Buffer {
  return encodeFields('Document', document);
}
