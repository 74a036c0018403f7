import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import { type Asset, indexAssets } from './asset-index.ts';
import { indexBelow } from './base-path.ts';

const RESCAN_MS = 1000;

/** Built files carry their hash in the name, lazy chunks have no other (vite.config.ts), so a browser may keep them for good. */
const HASHED = /^\/assets\/(?:.+-)?[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/** The web app's files, and its index page for every other address that a person can open. */
export function staticAssets(root: string, basePath = ''): RequestHandler {
  let assets = indexAssets(root);
  let scannedAt = Date.now();
  const find = (address: string): Asset | undefined => {
    const asset = assets.get(address);
    // the app may be built, or built anew, while we run
    if (asset || Date.now() - scannedAt < RESCAN_MS) return asset;
    scannedAt = Date.now();
    assets = indexAssets(root);
    return assets.get(address);
  };
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const address = (request.originalUrl.split('?', 1)[0] ?? '/').replace(/^\/$/, '/index.html');
    const asset = find(address) ?? (isNavigation(request, address) ? find('/index.html') : undefined);
    if (!asset) return next();
    if (basePath !== '' && asset === find('/index.html')) return sendIndex(request, response, asset, basePath);
    const kept = HASHED.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache';
    send(request, response, asset, kept);
  };
}

/** An address of the app itself: names in it may hold dots, so only what the browser wants to show tells. */
function isNavigation(request: Request, address: string): boolean {
  return !/^\/(?:api|assets)(?:\/|$)/i.test(address) && /text\/html|\*\/\*/.test(request.headers.accept ?? '');
}

/** The index page differs below a prefix, so that one build serves every address. */
function sendIndex(request: Request, response: Response, asset: Asset, basePath: string): void {
  const etag = `${asset.etag.slice(0, -1)}-${Buffer.from(basePath).toString('base64url')}"`;
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) {
    response.status(304).end();
    return;
  }
  const body = Buffer.from(indexBelow(readFileSync(asset.file, 'utf8'), basePath));
  response.setHeader('content-type', asset.type);
  response.setHeader('content-length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function send(request: Request, response: Response, asset: Asset, cacheControl: string): void {
  response.setHeader('cache-control', cacheControl);
  response.setHeader('etag', asset.etag);
  if (asset.encoded.size > 0) response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === asset.etag) {
    response.status(304).end();
    return;
  }
  const accepted = new Set((request.headers['accept-encoding'] ?? '').split(',').map((item) => item.trim()));
  const coding = ['br', 'gzip'].find((name) => accepted.has(name) && asset.encoded.has(name));
  const copy = coding === undefined ? undefined : asset.encoded.get(coding);
  response.setHeader('content-type', asset.type);
  response.setHeader('content-length', copy?.size ?? asset.size);
  if (copy && coding) response.setHeader('content-encoding', coding);
  if (request.method === 'HEAD') response.end();
  else pipeline(createReadStream(copy?.file ?? asset.file), response, () => {});
}
