import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

/** What has run as script, left the page or become a link in other dashboards (security.md, classes 13 and 15). */
const MARK = 'p0lygl0t';
const PAYLOAD =
  `"><img src=x onerror=window.__pwned=1><svg/onload=alert(1)><script>window.__pwned=1</script>` +
  `{{constructor.constructor('alert(1)')()}}\${alert(1)}<iframe src=https://evil.example/f></iframe>` +
  `<style>@import'https://evil.example/s'</style>[x](javascript:alert(1))'-alert(1)-'\u202e\u001b]52;c;eA==\u0007 ${MARK}`;
const LINKS = [
  'javascript:window.__pwned=1',
  'Label | javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '//evil.example/x',
  'https://evil.example/x',
];
/** Without these, nothing is found; the API server lets nothing into them but what it names them by. */
const KEPT = new Set([
  ...[
    'apiVersion',
    'kind',
    'name',
    'namespace',
    'uid',
    'resourceVersion',
    'generateName',
    'resource',
    'group',
    'version',
  ],
  ...['continue', 'verbs', 'singularName', 'scope', 'plural', 'singular', 'served', 'type', 'format', 'gitVersion'],
]);
const isTime = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text);
let turn = 0;

/** Every string of an object, made hostile; labels and annotations of the names that objects have by themselves. */
function hostile(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (KEPT.has(key) || isTime(value)) return value;
    turn += 1;
    return turn % 4 === 0 ? LINKS[(turn / 4) % LINKS.length] : `${value}${PAYLOAD}`;
  }
  if (Array.isArray(value)) return value.map((each) => hostile(each, key));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, hostile(each, name)] as const);
  if (key === 'metadata')
    for (const field of ['labels', 'annotations']) {
      const own = field in value ? (value as Record<string, object>)[field] : {};
      const named = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', `example.com/${MARK}`];
      const map = Object.entries(own ?? {}).map(([name, each]) => [name, hostile(each)] as const);
      const more = named.map((name) => [name, `${PAYLOAD}`] as const);
      entries.push([field, Object.fromEntries([...map, ...more])]);
    }
  return Object.fromEntries(entries);
}

/** Rows of a live frame (labels, cells and picked fields), or whole objects. */
function hostileFrame(text: string): string {
  const frame = JSON.parse(text) as { type: string; upsert?: unknown[] };
  if (frame.upsert) frame.upsert = frame.upsert.map((row) => (Array.isArray(row) ? hostileRow(row) : hostile(row)));
  return JSON.stringify(frame);
}

function hostileRow([uid, namespace, name, created, labels, ...rest]: unknown[]): unknown[] {
  const named = { constructor: PAYLOAD, toString: PAYLOAD, ['__proto__']: PAYLOAD };
  return [uid, namespace, name, created, { ...(labels ?? {}), ...named }, ...rest.map((each) => hostile(each))];
}

interface ApiResource {
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Whatever the cluster serves that can be listed, with the first object of each. */
async function everyKind(
  page: Page,
  root: string,
): Promise<{ readonly list: string; readonly object: string | null }[]> {
  const read = async <T>(path: string) => (await (await page.request.get(`${root}${path}`)).json()) as T;
  const { groups } = await read<{ groups: { preferredVersion: { groupVersion: string } }[] }>('/apis');
  const versions = ['v1', ...groups.map(({ preferredVersion }) => preferredVersion.groupVersion)];
  const kinds = await Promise.all(
    versions.map(async (version) => {
      const path = version === 'v1' ? '/api/v1' : `/apis/${version}`;
      const { resources } = await read<{ resources: ApiResource[] }>(path);
      const listed = resources.filter(({ name, verbs }) => verbs.includes('list') && !name.includes('/'));
      return listed.map((resource) => ({
        ...resource,
        path,
        group: version === 'v1' ? 'core' : version.split('/')[0],
      }));
    }),
  );
  return Promise.all(
    kinds.flat().map(async ({ name, namespaced, path, group }) => {
      const { items = [] } = await read<{ items?: { metadata?: { name: string; namespace?: string } }[] }>(
        `${path}/${name}?limit=1`,
      );
      const { metadata } = items[0] ?? {};
      const scope = namespaced ? `/namespaces/${metadata?.namespace ?? 'default'}` : '';
      const list = `${scope}/${group}/${name}`;
      return { list, object: metadata ? `${list}/${encodeURIComponent(metadata.name)}` : null };
    }),
  );
}

test('what a cluster serves is text on every page of every kind', async ({ app, page, state }) => {
  test.setTimeout(300_000);
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (host !== new URL(state.url).host && protocol !== 'data:' && protocol !== 'blob:') foreign.push(request.url());
  });
  await app.signInByHand(state.tokens.admin);
  const root = `${state.url}/api/clusters/${encodeURIComponent(state.cluster)}/k8s`;
  const kinds = await everyKind(page, root);
  expect(kinds.length).toBeGreaterThan(40);

  await page.routeWebSocket(/\/api\/live$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => socket.send(typeof message === 'string' ? hostileFrame(message) : message));
  });
  await page.route(
    (url) => url.pathname.includes('/k8s/api') && !/\/k8s\/apis?(?:\/[^/]+){0,2}$/.test(url.pathname),
    async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      if (!response.ok() || !body.startsWith('{')) await route.fulfill({ response, body });
      else await route.fulfill({ response, body: JSON.stringify(hostile(JSON.parse(body))) });
    },
  );

  await page.goto(app.address('/overview'));
  const seen: string[] = [];
  // the page of an object of each kind, and of some kinds the list as well: the rows of all are drawn by one component
  const objects = kinds.flatMap(({ object }) => (object === null ? [] : [object]));
  const lists = kinds.filter((_kind, index) => index % 6 === 0).map(({ list }) => list);
  for (const address of [...objects, ...lists]) {
    await app.go(app.address(address));
    await expect(page.getByRole('main').getByRole('heading').first(), address).toBeVisible();
    // what comes late is waited for: a page that is left before it is drawn shows nothing of what it would do
    const body = page.locator('body');
    const isShown = await expect(body)
      .toContainText(MARK, { timeout: 2500 })
      .then(
        () => true,
        () => false,
      );
    if (isShown) seen.push(address);
    const links = await page.evaluate(() =>
      [...document.querySelectorAll('[href], [src], [action]')].map(
        (each) => each.getAttribute('href') ?? each.getAttribute('src') ?? each.getAttribute('action') ?? '',
      ),
    );
    expect(
      links.filter((link) => /^\s*(?:javascript|data:text|vbscript)/i.test(link)),
      address,
    ).toEqual([]);
    expect(await page.locator('iframe, object, embed, img[src="x"]').count(), address).toBe(0);
  }
  expect(foreign).toEqual([]);
  expect(await page.title()).not.toContain('\u202e');
  // the payload did come to the screen, as text
  expect(seen.length, `shown on ${seen.join(' ')}`).toBeGreaterThan(objects.length / 2);
  expect(await page.evaluate(() => Object.hasOwn(Object.prototype, 'polluted'))).toBe(false);
});
