import { problemOfStatus } from '@quarterdeck/shared/api-status';
import { REQUESTED_BY_HEADER } from '@quarterdeck/shared/bff-api';
import type { FileListing, ListingTool } from '@quarterdeck/shared/files-protocol';
import { isProblem, type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiFetch } from '../../api/api-fetch.ts';

/** A container whose files are looked at. */
export interface FilePlace {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

type What = 'list' | 'text' | 'file' | 'folder' | 'upload';

function address(place: FilePlace, what: What, query: Readonly<Record<string, string>>): string {
  const { cluster, namespace, pod, container } = place;
  const segments = ['api', 'clusters', cluster, 'files', namespace, pod, container, what];
  return `/${segments.map(encodeURIComponent).join('/')}?${new URLSearchParams(query)}`;
}

/** What is in a directory. `tool`: what the container is known to have. */
export async function listDirectory(
  place: FilePlace,
  path: string,
  tool: ListingTool | undefined,
  signal: AbortSignal,
): Promise<FileListing> {
  const query = { path, ...(tool === undefined ? {} : { tool }) };
  const response = await apiFetch(address(place, 'list', query), { signal });
  return (await response.json()) as FileListing;
}

/** The start of a file, and whether there is more. */
export async function readStart(
  place: FilePlace,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly truncated: boolean }> {
  const response = await apiFetch(address(place, 'text', { path }), { signal });
  const truncated = response.headers.get('x-quarterdeck-truncated') === '1';
  return { bytes: new Uint8Array(await response.arrayBuffer()), truncated };
}

/** The problem of a file or folder that is over the server's limit. */
export function tooLarge({ namespace, pod, container }: FilePlace, path: string, limitBytes: number): Problem {
  const params = { namespace, pod, container, path, limitBytes };
  return problem('qd.files.too-large', 'The download is over the limit', { params });
}

/** The server cuts what is over the limit, and what was under way then does not all arrive: of a limit that is less, nothing may. */
const UNDER_WAY_BYTES = 4 * 1024 * 1024;

/** What is gathered before it is given to the browser's blob store, which keeps it on disk where it is large. */
const PART_BYTES = 8 * 1024 * 1024;

export interface DownloadOptions {
  /** the server's */
  readonly limitBytes: number;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** Downloads a file, or a folder as an archive. Rejects when it did not arrive whole. */
export async function download(
  place: FilePlace,
  path: string,
  what: 'file' | 'folder',
  { limitBytes, signal, onProgress }: DownloadOptions,
): Promise<Blob> {
  const response = await apiFetch(address(place, what, { path }), { signal });
  const parts: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let received = 0;
  try {
    for (const reader = response.body?.getReader(); reader !== undefined; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      held += value.length;
      received += value.length;
      if (held >= PART_BYTES) {
        parts.push(new Blob(chunks));
        chunks = [];
        held = 0;
      }
      onProgress(received);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    if (received > limitBytes - UNDER_WAY_BYTES) throw new ProblemError(tooLarge(place, path, limitBytes));
    // the server cuts the answer where the container did not give all of it
    const params = { namespace: place.namespace, pod: place.pod, container: place.container, path };
    throw new ProblemError(problem('qd.files.lost', 'The download was cut off', { params, detail: String(error) }));
  }
  return new Blob([...parts, ...chunks]);
}

export interface UploadOptions {
  readonly overwrite: boolean;
  /** makes the directories that are not there */
  readonly parents: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** Uploads a file. By XMLHttpRequest, as fetch tells nothing of what has been sent. */
export function upload(place: FilePlace, path: string, file: Blob, options: UploadOptions): Promise<void> {
  const { overwrite, parents, signal, onProgress } = options;
  const query = { path, ...(overwrite ? { overwrite: '1' } : {}), ...(parents ? { parents: '1' } : {}) };
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', address(place, 'upload', query));
    request.setRequestHeader(REQUESTED_BY_HEADER, '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new ProblemError(problemIn(request)));
    };
    request.onerror = () => reject(new ProblemError(problem('qd.app.unreachable', 'Quarterdeck did not answer')));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(file);
  });
}

function problemIn({ status, responseText }: XMLHttpRequest) {
  let body: unknown = responseText;
  try {
    body = JSON.parse(responseText);
  } catch {
    // a proxy's page, perhaps
  }
  return isProblem(body) ? body : problemOfStatus(status, body);
}
