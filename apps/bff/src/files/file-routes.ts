import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileLimits, UploadedFile } from '@quarterdeck/shared/files-protocol';
import { type ProblemCode, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Request, Response } from 'express';
import type { SessionHandler } from '../auth/require-session.ts';
import type { SessionWatch } from '../auth/session.ts';
import { liftBodyDeadline } from '../http/body-deadline.ts';
import type { Clock } from '../live/clock.ts';
import { execRefusal } from '../streams/exec-access.ts';
import { type AuditLog, whence } from '../telemetry/audit-log.ts';
import { tooLarge } from './file-problem.ts';
import { type FileRequest, readFileRequest } from './file-request.ts';
import { listFiles } from './list-files.ts';
import { assertEndedWell, readStart, startReading } from './read-file.ts';
import { safeArchive } from './safe-archive.ts';
import type { Tool, ToolPlace } from './tool.ts';
import { TransferLimits } from './transfer-limits.ts';
import { uploadFile } from './upload-file.ts';

/** Rights may be taken away while a transfer runs (CVE-2023-40025 and relatives). */
const RECHECK_MS = 60_000;
/** A directory, or the start of a file: a pipe that nobody writes to would never end. */
const ANSWER_MS = 30_000;
const BUFFERED_BYTES = 1024 * 1024;

export interface FileRoutesOptions {
  readonly limits: FileLimits;
  readonly sessions: SessionWatch;
  readonly clock: Clock;
  readonly audit: AuditLog;
}

type FileRoute = readonly [method: 'get' | 'put', what: string, handler: SessionHandler];

type Work = (place: ToolPlace, asked: FileRequest) => Promise<void>;

/** What is below /api/clusters/{cluster}/files/{namespace}/{pod}/{container}: plain tools, run in the container as the person. */
export function fileRoutes({ limits, sessions, clock, audit }: FileRoutesOptions): readonly FileRoute[] {
  const transfers = new TransferLimits();

  /** Guards, runs and ends a tool: by the right to exec, the session, the browser's patience and, if wanted, ours. */
  async function serve(
    what: string,
    [request, response, cluster, session]: Parameters<SessionHandler>,
    work: Work,
    patienceMs?: number,
  ): Promise<void> {
    const asked = readFileRequest(request);
    const leave = transfers.take(session);
    const controller = new AbortController();
    let cause: ProblemError | undefined;
    const end = (code: ProblemCode, title: string) => {
      cause ??= new ProblemError(problem(code, title, { params: { ...asked.target, path: asked.query.path } }));
      controller.abort();
    };
    const onClose = () => controller.abort();
    response.once('close', onClose);
    const unwatch = sessions.watch(session, () => {
      end('qd.session.expired', 'The session has ended');
      // a half answer must not look like a whole one
      if (response.headersSent) response.destroy();
    });
    const stopWaiting =
      patienceMs === undefined
        ? () => {}
        : clock.after(patienceMs, () => end('qd.files.timeout', 'The container did not answer in time'));
    let stopRechecking = () => {};
    const refuse = async (): Promise<void> => {
      const refusal = await execRefusal(cluster, session, asked.target);
      if (refusal === null) return;
      cause ??= new ProblemError(refusal);
      controller.abort();
      throw cause;
    };
    const recheckLater = () => {
      stopRechecking = clock.after(RECHECK_MS, () => {
        refuse().then(recheckLater, () => {
          if (response.headersSent) response.destroy();
        });
      });
    };
    const facts = { ...asked.target, path: asked.query.path, ...whence(request) };
    try {
      await refuse();
      recheckLater();
      await work({ cluster, session, target: asked.target, signal: controller.signal }, asked);
      audit.did(session, `files.${what}`, 'ok', facts);
    } catch (error) {
      const said = cause ?? error;
      audit.didNot(session, `files.${what}`, said, facts);
      if (!response.destroyed) throw said;
    } finally {
      response.off('close', onClose);
      unwatch();
      stopWaiting();
      stopRechecking();
      leave();
      // see rest-proxy: an unread rest would be what the next request on this connection waits behind
      request.unpipe();
      request.resume();
    }
  }

  const list: SessionHandler = (...args) =>
    serve(
      'list',
      args,
      async (place, { query }) => {
        args[1].json(await listFiles(place, query.path, query.tool));
      },
      ANSWER_MS,
    );

  const text: SessionHandler = (...args) =>
    serve(
      'view',
      args,
      async (place, { query }) => {
        assertOn(limits.viewBytes);
        const { bytes, truncated } = await readStart(place, query.path, limits.viewBytes);
        asAttachment(args[1], 'application/octet-stream');
        args[1].setHeader('x-quarterdeck-truncated', truncated ? '1' : '0');
        args[1].end(bytes);
      },
      ANSWER_MS,
    );

  const file: SessionHandler = (...args) =>
    serve('download', args, (place, { query: { path } }) => {
      const command = ['cat', path];
      // what has gone out is not to look whole when the tool failed at the end
      const check = (tool: Tool) => assertEndedWell(place, path, command, tool);
      return download(args[1], place, path, command, 'application/octet-stream', (tool) => tool.stdout, check);
    });

  const folder: SessionHandler = (...args) =>
    serve('download-folder', args, (place, { query: { path } }) => {
      const root = posix.basename(path);
      // all of it, /proc and /sys included, would have no end
      if (root === '') throw new ProblemError(problem('qd.files.whole-container', 'Not the root of the container'));
      const command = ['tar', '-cf', '-', '-C', posix.dirname(path), `./${root}`];
      return download(args[1], place, path, command, 'application/x-tar', (tool) =>
        // files that tar could not read are no reason to throw away the others: the archive says which
        safeArchive(tool.stdout, root, async () => {
          const end = await tool.ended;
          if (end === null || end.isMissing) await assertEndedWell(place, path, command, tool);
          return end?.code === 0 ? '' : tool.stderr();
        }),
      );
    });

  const upload: SessionHandler = (...args) =>
    serve('upload', args, async (place, { target, query }) => {
      const [request, response] = args;
      assertOn(limits.uploadBytes);
      liftBodyDeadline(request);
      const size = uploadSize(request);
      if (size > limits.uploadBytes) throw new ProblemError(tooLarge(target, query.path, limits.uploadBytes));
      if (query.path === '/') throw new ProblemError(problem('qd.request.invalid', 'This is no file'));
      await uploadFile(place, {
        path: query.path,
        size,
        overwrite: query.overwrite === '1',
        parents: query.parents === '1',
        body: request,
        nonce: randomBytes(9).toString('hex'),
      });
      const written: UploadedFile = { path: query.path, size };
      response.json(written);
    });

  return [
    ['get', 'list', list],
    ['get', 'text', text],
    ['get', 'file', file],
    ['get', 'folder', folder],
    ['put', 'upload', upload],
  ];

  async function download(
    response: Response,
    place: ToolPlace,
    path: string,
    command: readonly string[],
    type: string,
    through: (tool: Tool) => Readable,
    check: (tool: Tool) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    assertOn(limits.downloadBytes);
    const tool = await startReading(place, path, command);
    try {
      asAttachment(response, type);
      response.flushHeaders();
      const tooMuch = () => new ProblemError(tooLarge(place.target, path, limits.downloadBytes));
      const flush = (done: Done) =>
        void check(tool).then(
          () => done(),
          (error: Error) => done(error),
        );
      const transform = limited(limits.downloadBytes, tooMuch);
      const checked = new Transform({ transform, flush, highWaterMark: BUFFERED_BYTES });
      await pipeline(through(tool), checked, response);
    } finally {
      tool.close();
    }
  }
}

type Done = (error?: Error | null, chunk?: Buffer) => void;

function limited(limitBytes: number, fault: () => ProblemError) {
  let size = 0;
  return (chunk: Buffer, _encoding: BufferEncoding, done: Done): void => {
    size += chunk.length;
    if (size > limitBytes) done(fault());
    else done(null, chunk);
  };
}

function assertOn(limitBytes: number): void {
  if (limitBytes === 0) throw new ProblemError(problem('qd.files.off', 'This is turned off'));
}

/** The size that the browser told; a body without one could not be told from a cut one. */
function uploadSize({ headers }: Request): number {
  const length = headers['content-length'];
  if (length === undefined || !/^\d{1,15}$/.test(length) || headers['content-type'] !== 'application/octet-stream')
    throw new ProblemError(problem('qd.request.invalid', 'An upload has a length and is application/octet-stream'));
  return Number(length);
}

/** Cluster content never runs as a page of ours. */
function asAttachment(response: Response, type: string): void {
  response.setHeader('content-type', type);
  response.setHeader('content-disposition', 'attachment');
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
}
