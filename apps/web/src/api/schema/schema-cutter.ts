import type { GroupVersionKind, KindSchema } from './schema-node.ts';
import type { CutAnswer, CutRequest } from './schema-worker.ts';

/** Cuts kinds out of documents; a document is read only where it is not held. */
export interface SchemaCutter {
  cut(document: string, kind: GroupVersionKind, read: () => Promise<ArrayBuffer>): Promise<KindSchema | undefined>;
}

/** A cutter with a worker of its own, which starts with the first question and stays. */
export function startCutter(): SchemaCutter {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, { resolve: (answer: CutAnswer) => void; reject: (error: Error) => void }>();
  const start = (): Worker => {
    const started = new Worker(new URL('./schema-worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<CutAnswer>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ('error' in data) asked?.reject(new Error(data.error));
      else asked?.resolve(data);
    };
    started.onerror = (event) => {
      for (const { reject } of waiting.values()) reject(new Error(event.message || 'worker'));
      waiting.clear();
      worker = undefined;
    };
    return started;
  };
  const ask = (document: string, kind: GroupVersionKind, content?: ArrayBuffer): Promise<CutAnswer> => {
    worker ??= start();
    const to = worker;
    last += 1;
    const request: CutRequest = { id: last, document, kind, ...(content === undefined ? {} : { content }) };
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      to.postMessage(request, content === undefined ? [] : [content]);
    });
  };
  const schemaIn = (answer: CutAnswer): KindSchema | undefined => ('schema' in answer ? answer.schema : undefined);
  return {
    cut: async (document, kind, read) => {
      const known = await ask(document, kind);
      return schemaIn('wanted' in known ? await ask(document, kind, await read()) : known);
    },
  };
}
