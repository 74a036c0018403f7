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

/** Writes from the end to the beginning, so that the length of a message is known when it is put before it. */
class BackwardWriter {
  #bytes = Buffer.allocUnsafe(1 << 20);
  #at = this.#bytes.length;

  /** How much is written. */
  get size(): number {
    return this.#bytes.length - this.#at;
  }

  result(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  #reserve(size: number): void {
    while (this.#at < size) {
      const larger = Buffer.allocUnsafe(this.#bytes.length * 2);
      this.#bytes.copy(larger, this.#bytes.length + this.#at, this.#at);
      this.#at += this.#bytes.length;
      this.#bytes = larger;
    }
    this.#at -= size;
  }

  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
    this.#reserve(size);
    let rest = value;
    for (let index = 0; index < size; index += 1) {
      this.#bytes[this.#at + index] = (rest % 0x80) | (index < size - 1 ? 0x80 : 0);
      rest = Math.floor(rest / 0x80);
    }
  }

  text(number: number, text: string): void {
    const size = Buffer.byteLength(text);
    this.#reserve(size);
    this.#bytes.write(text, this.#at);
    this.varint(size);
    this.varint(number * 8 + 2);
  }

  integer(number: number, value: number): void {
    this.varint(value);
    this.varint(number * 8);
  }

  double(number: number, value: number): void {
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.#at);
    this.varint(number * 8 + 1);
  }

  /** `write` writes the fields of the message, the last one first. */
  message(number: number, write: () => void): void {
    const before = this.size;
    write();
    this.varint(this.size - before);
    this.varint(number * 8 + 2);
  }
}

/** Messages that only wrap another one: the number and type of their field. */
const WRAPPERS: Readonly<Record<string, readonly [number: number, type: string]>> = {
  ResponseValue: [1, 'Response'],
  SchemaItem: [1, 'Schema'],
  ItemsItem: [1, 'Schema'],
  AdditionalProperties: [1, 'Schema'],
  // one of several kinds of security
  SecurityItem: [2, 'ApiKeySecurity'],
};

/** Messages that are maps: the number of their entries, and the type of the values. */
const MAPS: Readonly<Record<string, readonly [number: number, type: string]>> = {
  Paths: [2, 'PathItem'],
  Definitions: [1, 'Schema'],
  Properties: [1, 'Schema'],
  SecurityDefinitions: [1, 'SecurityItem'],
  Responses: [1, 'ResponseValue'],
  Requirement: [1, 'Empty'],
};

type Writer = (to: BackwardWriter, number: number, value: unknown) => void;

const PLAIN: Readonly<Record<string, Writer>> = {
  s: (to, number, value) => to.text(number, String(value)),
  b: (to, number, value) => to.integer(number, value === true ? 1 : 0),
  i: (to, number, value) => to.integer(number, Number(value)),
  n: (to, number, value) => to.double(number, Number(value)),
  // JSON is YAML too
  y: (to, number, value) => to.message(number, () => to.text(2, JSON.stringify(value))),
  TypeItem: (to, number, value) => to.message(number, () => to.text(1, String(value))),
};

function writeField(to: BackwardWriter, number: number, type: string, value: unknown): void {
  const plain = PLAIN[type];
  if (type.startsWith('[]'))
    for (const item of (Array.isArray(value) ? value : []).toReversed()) writeField(to, number, type.slice(2), item);
  else if (plain) plain(to, number, value);
  else to.message(number, () => writeMessage(to, type, value));
}

function writeMessage(to: BackwardWriter, type: string, value: unknown): void {
  const object = isJsonObject(value) ? value : {};
  const wrapped = WRAPPERS[type];
  const map = MAPS[type];
  if (type === 'AdditionalProperties' && !isJsonObject(value)) to.integer(2, value === true ? 1 : 0);
  else if (type === 'ParametersItem') to.message(1, () => writeParameter(to, object));
  else if (wrapped) writeField(to, ...wrapped, object);
  else if (map) writeMap(to, ...map, object);
  else writeFields(to, type, object);
}

/** `{ key: value }` as repeated messages of a name and a value. */
function writeMap(to: BackwardWriter, number: number, type: string, values: JsonObject): void {
  for (const [name, value] of Object.entries(values).reverse())
    to.message(number, () => {
      writeField(to, 2, type, value);
      to.text(1, name);
    });
}

function writeParameter(to: BackwardWriter, parameter: JsonObject): void {
  if (parameter['in'] === 'body') writeField(to, 1, 'BodyParameter', parameter);
  else if (parameter['in'] === 'path') to.message(2, () => writeField(to, 4, 'PathParameter', parameter));
  else to.message(2, () => writeField(to, 3, 'QueryParameter', parameter));
}

function writeFields(to: BackwardWriter, message: string, object: JsonObject): void {
  const fields = MESSAGES[message] ?? {};
  for (const [key, value] of Object.entries(object).reverse()) {
    const known = fields[key];
    const extension = fields['x-'];
    if (known) writeField(to, ...known, value);
    else if (extension && key.startsWith('x-'))
      to.message(extension[0], () => {
        writeField(to, 2, 'y', value);
        to.text(1, key);
      });
  }
}

/** The bytes of a document. */
export function encodeOpenApi(document: JsonObject): Buffer {
  const writer = new BackwardWriter();
  writeFields(writer, 'Document', document);
  return writer.result();
}
