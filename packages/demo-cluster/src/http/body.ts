import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { isJsonObject } from '../json-value.ts';
import { badRequest, StatusError } from '../status-error.ts';
import { decodeProtobuf, PROTOBUF } from './protobuf.ts';
import { YAML_OPTIONS } from './yaml-options.ts';

/** apiserver's MaxRequestBodyBytes */
const MAX_BODY = 3 * 1024 * 1024;

export function mediaTypeOf(req: IncomingMessage): string {
  return (req.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The whole body as text of JSON or YAML; 413 above 3 MiB. */
export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY)
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY}`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (mediaTypeOf(req) !== PROTOBUF || size === 0) return bytes.toString('utf8');
  // from here on it is an object like any other
  return JSON.stringify(decodeProtobuf(bytes));
}

/** The value in a body of JSON or YAML. */
function parseBody(text: string, mediaType: string): unknown {
  if (mediaType.includes('yaml')) {
    try {
      return parse(text, { ...YAML_OPTIONS, maxAliasCount: 100 });
    } catch (error) {
      throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${(error as Error).message}`);
    }
  }
  if (!mediaType.includes('json') && mediaType !== PROTOBUF)
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
    );
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

/** The object in a body; 400 when there is none. */
export function parseObject(text: string, mediaType: string): Record<string, unknown> {
  const value = parseBody(text, mediaType);
  if (!isJsonObject(value)) throw badRequest("Object 'Kind' is missing in the body");
  return value;
}
