import type { ServerResponse } from 'node:http';

const WORDS = {
  en: {
    unknown: [
      'This port is not open',
      'It was stopped, or the session that opened it has ended. Open it again in Quarterdeck.',
    ],
    elsewhere: [
      'Another server of Quarterdeck has this port',
      'A port is open in one process: this one does not have it, and the one that had it may have ended. Reload the page, or open the port again. Several replicas need sticky sessions in front of the ports, too.',
    ],
    closed: [
      'This page is not open in this browser',
      'Open it from Quarterdeck: a port is shown only to the browser that it was opened in.',
    ],
    refused: ['This request was refused', 'It comes from another page, or its path leads elsewhere.'],
    failed: ['The API server did not answer with a page', ''],
    opening: ['Opening …', ''],
  },
  zh: {
    unknown: ['此端口未打开', '它已被停止，或者打开它的会话已结束。请在 Quarterdeck 中重新打开。'],
    elsewhere: [
      '此端口在另一台 Quarterdeck 服务器上',
      '端口只在一个进程中打开：当前进程没有它，而打开它的进程可能已终止。请刷新页面，或重新打开端口。多个副本时，端口也需要启用会话保持（sticky session）。',
    ],
    closed: ['此页面未在此浏览器中打开', '请从 Quarterdeck 打开：端口只会显示给打开它的浏览器。'],
    refused: ['请求被拒绝', '它来自其他页面，或其路径指向别处。'],
    failed: ['API 服务器没有返回页面', ''],
    opening: ['正在打开……', ''],
  },
} as const;

/** Text of others as text: no markup, and no character that changes the order of the others. */
const escaped = (text: string) =>
  text.replace(/[&<>"']|\p{C}/gu, (char) => (char === '\n' ? char : `&#${char.codePointAt(0)};`));

interface OwnPage {
  readonly status: number;
  readonly says: keyof (typeof WORDS)['en'];
  /** words of somebody else: shown as text */
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** goes on to the page's own start */
  readonly goOn?: boolean;
}

/** A page of ours on the origin of a port: without scripts, and with nothing that could be taken for the page itself. */
export function sendOwnPage(response: ServerResponse, language: string | undefined, page: OwnPage): void {
  const words = /^\s*zh\b/i.test(language ?? '') ? 'zh' : 'en';
  const [title, text] = WORDS[words][page.says];
  const body = `<!doctype html><html lang="${words === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">${
    page.goOn ? '<meta http-equiv="refresh" content="0;url=/">' : ''
  }<title>${title}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:60ch;margin:15vh auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style></head><body><h1>${title}</h1><p>${text}</p>${
    page.detail ? `<pre>${escaped(page.detail)}</pre>` : ''
  }</body></html>`;
  response.writeHead(page.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    ...page.headers,
  });
  response.end(body);
}
