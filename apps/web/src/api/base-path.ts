/**
 * The path below which the browser reaches this page: "", or "/deck" behind a proxy that serves more than us. The BFF writes it into the
 * index page, so that one build serves every address. Addresses within the program are without it; what the browser itself is given
 * (fetch, links, sockets) needs it.
 */
export const BASE_PATH: string =
  typeof document === 'undefined'
    ? ''
    : (document.querySelector<HTMLMetaElement>('meta[name="quarterdeck-base"]')?.content ?? '');

/** An address of ours ("/clusters/…", "/api/…") as the browser must ask for it. */
export function publicPath(path: string, base = BASE_PATH): string {
  return path.startsWith('/') ? base + path : path;
}

/** A path of the address bar as the program knows it. */
export function ownPath(path: string, base = BASE_PATH): string {
  if (base === '' || !path.startsWith(base)) return path;
  const rest = path.slice(base.length);
  if (rest === '') return '/';
  return rest.startsWith('/') ? rest : path;
}
