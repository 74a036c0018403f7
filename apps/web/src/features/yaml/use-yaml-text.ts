import { useEffect, useRef, useState } from 'react';
import type { TextFormat, YamlAnswer, YamlRequest } from './yaml-worker.ts';

export interface YamlText {
  /** undefined until the first text is there */
  readonly text: string | undefined;
  readonly error: string | undefined;
}

/** An object as YAML (or JSON), written in a worker; while a new one is written the last one stays. */
export function useYamlText(object: Readonly<Record<string, unknown>>, format: TextFormat = 'yaml'): YamlText {
  const [result, setResult] = useState<YamlText>({ text: undefined, error: undefined });
  const worker = useRef<Worker>(undefined);
  const latest = useRef(0);

  useEffect(() => {
    const started = new Worker(new URL('./yaml-worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    started.onmessage = ({ data }: MessageEvent<YamlAnswer>) => {
      if (data.id !== latest.current) return;
      if ('text' in data) setResult({ text: data.text, error: undefined });
      else setResult((before) => ({ ...before, error: data.error }));
    };
    started.onerror = (event) => setResult((before) => ({ ...before, error: event.message || 'worker' }));
    return () => started.terminate();
  }, []);

  useEffect(() => {
    latest.current += 1;
    worker.current?.postMessage({ id: latest.current, object, format } satisfies YamlRequest);
  }, [object, format]);
  return result;
}
