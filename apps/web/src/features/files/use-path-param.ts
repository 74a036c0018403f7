import { useLocation, useRouter } from '@tanstack/react-router';

/** The directory and the file in it that the address names (?path=, ?file=). Each step is an entry of the history, as in a browser of files. */
export function usePathParam(): {
  readonly path: string;
  readonly file: string | undefined;
  readonly go: (path: string, file?: string) => void;
} {
  const router = useRouter();
  const search = useLocation({ select: (location) => location.searchStr });
  const params = new URLSearchParams(search);
  const go = (path: string, file?: string) => {
    const next = new URLSearchParams(router.history.location.search);
    next.set('path', path);
    if (file === undefined) next.delete('file');
    else next.set('file', file);
    router.history.push(`${router.history.location.pathname}?${next}`);
  };
  return { path: params.get('path') ?? '/', file: params.get('file') ?? undefined, go };
}
