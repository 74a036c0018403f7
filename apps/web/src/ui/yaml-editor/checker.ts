import type { KindSchema } from '../../api/schema/schema-node.ts';
import type { Finding, Place, PlaceQuestion } from './check-text.ts';
import type { CheckAnswer, CheckRequest } from './check-worker.ts';

/** Reads texts for an editor, beside the page. */
export interface Checker {
  schema(schema: KindSchema): void;
  check(text: string): Promise<readonly Finding[]>;
  places(text: string, questions: readonly PlaceQuestion[]): Promise<readonly Place[]>;
  close(): void;
}

/** A checker with a worker of its own. Answers come in the order of the questions. */
export function startChecker(): Checker {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (answer: CheckAnswer) => void; reject: (error: Error) => void }>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) asked?.reject(new Error(data.error));
    else asked?.resolve(data);
  };
  worker.onerror = (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message || 'worker'));
    waiting.clear();
  };
  const ask = (request: (id: number) => CheckRequest): Promise<CheckAnswer> => {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage(request(id));
    });
  };
  return {
    schema: (schema) => worker.postMessage({ type: 'schema', schema } satisfies CheckRequest),
    check: async (text) => {
      const answer = await ask((id) => ({ type: 'check', id, text }));
      return 'findings' in answer ? answer.findings : [];
    },
    places: async (text, questions) => {
      const answer = await ask((id) => ({ type: 'places', id, text, questions }));
      return 'places' in answer ? answer.places : [];
    },
    close: () => worker.terminate(),
  };
}
