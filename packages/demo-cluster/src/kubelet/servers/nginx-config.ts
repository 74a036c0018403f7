import type { ContainerSandbox } from '../container-sandbox.ts';
import type { SiteAnswer } from './http-site.ts';

const CONFIG_FILE = /^\/etc\/nginx\/(?:nginx\.conf|conf\.d\/.*\.conf|sites-enabled\/)/;
const LISTEN = /^\s*listen\s+(?:[\d.*]+:)?(\d+)/gm;
const RETURN = /location\s*=\s*(\/\S*)\s*\{\s*return\s+(\d{3})(?:\s+"([^"]*)"|\s+([^\s;]+))?\s*;\s*\}/g;

export interface NginxConfig {
  readonly ports: readonly number[];
  /** paths that are answered by `location = path { return … }`, whatever files there are */
  readonly answers: ReadonlyMap<string, SiteAnswer>;
}

/** What nginx's configuration says when it starts. Other directives than the ones here change nothing. */
export function nginxConfig(sandbox: ContainerSandbox): NginxConfig {
  const text = sandbox
    .initialPaths()
    .filter((path) => CONFIG_FILE.test(path))
    .map((path) => sandbox.initialText(path) ?? '')
    .join('\n');
  const answers = [...text.matchAll(RETURN)].map(([, path = '', status, quoted, plain]): [string, SiteAnswer] => [
    path,
    { status: Number(status), body: (quoted ?? plain ?? '').replaceAll('\\n', '\n') },
  ]);
  return {
    ports: [...new Set([...text.matchAll(LISTEN)].map((match) => Number(match[1])))],
    answers: new Map(answers),
  };
}
