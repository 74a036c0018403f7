import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PathHandler } from '../../http/paths.ts';
import { parseAccept } from '../../http/representation.ts';
import type { Registry } from '../../resources/registry.ts';
import { noSuchPath, StatusError } from '../../status-error.ts';
import type { Schemas } from '../schemas.ts';
import { type GroupVersion, OpenApiDocuments } from './documents.ts';
import { encodeOpenApi } from './protobuf.ts';

const JSON_TYPE = 'application/json';
const V2_NAME = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** kubectl asks for the old name, and cannot read it in an answer: it is no valid media type. */
const V2_PROTOBUF = ['application/com.github.proto-openapi.spec.v2@v1.0+protobuf', V2_NAME];
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
  const keep = (id: string, hash: string, write: () => string | Buffer): Document => {
    const current = kept.get(id);
    if (current?.hash === hash) return current;
    const document = { hash, bytes: Buffer.from(write()) };
    kept.set(id, document);
    return document;
  };
  const v2 = (type: string) =>
    keep(type, documents.hash(), () =>
      type === JSON_TYPE ? JSON.stringify(documents.v2()) : encodeOpenApi(documents.v2()),
    );
  const v3 = ({ group, version, path }: GroupVersion) =>
    keep(path, documents.hashOf(group, version), () => JSON.stringify(documents.v3(group, version)));
  const index = () =>
    keep('index', documents.hash(), () => {
      const paths = documents.groupVersions().map(({ path, group, version }) => {
        const hash = documents.hashOf(group, version);
        return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
      });
      return JSON.stringify({ paths: Object.fromEntries(paths) });
    });
  return async ({ path, query }, _user, req, res) => {
    if (path === '/openapi/v2') {
      const type = chosen(req, [JSON_TYPE, ...V2_PROTOBUF]);
      await send(req, res, v2(type === JSON_TYPE ? type : V2_NAME), type === JSON_TYPE ? type : V2_NAME);
    } else if (path === '/openapi/v3' || path === '/openapi/v3/') await send(req, res, index());
    else if (path.startsWith('/openapi/v3/')) {
      const found = documents.groupVersions().find((each) => path === `/openapi/v3/${each.path}`);
      if (!found) throw noSuchPath();
      chosen(req, [JSON_TYPE]);
      const document = v3(found);
      const asked = query.get('hash');
      if (asked !== null && asked !== document.hash) {
        res.writeHead(301, { location: `${path}?hash=${document.hash}` }).end();
        return true;
      }
      // an address with the hash in it never means anything else
      if (asked !== null) res.setHeader('cache-control', 'public, immutable');
      await send(req, res, document);
    } else return false;
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
  const etag = `"${document.hash}"`;
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
