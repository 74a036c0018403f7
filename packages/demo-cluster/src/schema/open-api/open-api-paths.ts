import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PathHandler } from '../../http/paths.ts';
import { parseAccept } from '../../http/representation.ts';
import type { Registry } from '../../resources/registry.ts';
import { noSuchPath, StatusError } from '../../status-error.ts';
import type { Schemas } from '../schemas.ts';
import { OpenApiDocuments } from './documents.ts';
import { encodeOpenApi } from './protobuf.ts';

const JSON_TYPE = 'application/json';
const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const V2_PROTOBUF_NAMES = [V2_PROTOBUF, 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'];
const compress = promisify(gzip);

interface Document {
  readonly hash: string;
  readonly bytes: Buffer;
  packed?: Buffer;
}

/** Answers /openapi/v2 and /openapi/v3. Documents are written when they are asked for, and kept until a resource changes. */
export function openApiPaths(registry: Registry, schemas: Schemas): PathHandler {
  const documents = new OpenApiDocuments(registry, schemas);
  const kept = new Map<string, Document>();
  const keep = (id: string, hash: string, make: () => string | Buffer): Document => {
    const current = kept.get(id);
    if (current?.hash === hash) return current;
    const document = { hash, bytes: Buffer.from(make()) };
    kept.set(id, document);
    return document;
  };
  const v2 = (type: string) => {
    const hash = documents
      .groupVersions()
      .map(({ group, version }) => documents.hashOf(group, version).slice(0, 16))
      .join('');
    return keep(`v2 ${type}`, hash, () =>
      type === JSON_TYPE ? JSON.stringify(documents.v2()) : encodeOpenApi(documents.v2()),
    );
  };
  return async ({ path, query }, _user, req, res) => {
    if (path === '/openapi/v2') {
      const type = chosen(req, [JSON_TYPE, ...V2_PROTOBUF_NAMES]);
      await send(
        req,
        res,
        v2(type === JSON_TYPE ? type : V2_PROTOBUF),
        type === JSON_TYPE ? type : V2_PROTOBUF_NAMES[1],
      );
      return true;
    }
    if (path === '/openapi/v3' || path === '/openapi/v3/') {
      const paths = Object.fromEntries(
        documents.groupVersions().map((each) => {
          const hash = documents.hashOf(each.group, each.version);
          return [each.path, { serverRelativeURL: `/openapi/v3/${each.path}?hash=${hash}` }];
        }),
      );
      const text = JSON.stringify({ paths });
      await send(
        req,
        res,
        keep('v3', text, () => text),
        JSON_TYPE,
      );
      return true;
    }
    if (!path.startsWith('/openapi/v3/')) return false;
    const found = documents.groupVersions().find((each) => path === `/openapi/v3/${each.path}`);
    if (!found) throw noSuchPath();
    chosen(req, [JSON_TYPE]);
    const hash = documents.hashOf(found.group, found.version);
    const asked = query.get('hash');
    if (asked !== null && asked !== hash) {
      res.writeHead(301, { location: `${path}?hash=${hash}` }).end();
      return true;
    }
    // an address with the hash in it never means anything else
    if (asked !== null) res.setHeader('cache-control', 'public, immutable');
    await send(
      req,
      res,
      keep(found.path, hash, () => JSON.stringify(documents.v3(found.group, found.version))),
      JSON_TYPE,
    );
    return true;
  };
}

/** The first type that the client takes. Throws 406. */
function chosen(req: IncomingMessage, offered: readonly string[]): string {
  for (const { media } of parseAccept(req.headers.accept)) {
    if (media === '*/*' || media === 'application/*') return JSON_TYPE;
    if (offered.includes(media)) return media;
  }
  throw new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${offered.join(', ')}`, {});
}

async function send(req: IncomingMessage, res: ServerResponse, document: Document, type = JSON_TYPE): Promise<void> {
  const etag = `"${document.hash.slice(0, 128)}"`;
  const headers = { 'content-type': type, etag, vary: 'Accept-Encoding, Accept' };
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, headers).end();
    return;
  }
  if (!/\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''))) {
    res.writeHead(200, { ...headers, 'content-length': document.bytes.length }).end(document.bytes);
    return;
  }
  document.packed ??= await compress(document.bytes, { level: 1 });
  res.writeHead(200, { ...headers, 'content-encoding': 'gzip', 'content-length': document.packed.length });
  res.end(document.packed);
}
