import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../../scripts/run-step.ts';
import type { App } from '../fixtures/app.ts';
import type { ApiObject, KubeApi } from '../fixtures/kube-api.ts';
import type { RunState } from '../fixtures/state.ts';
import { test } from '../fixtures/test.ts';

const NAMED = process.env['QUARTERDECK_MANIFESTS'];
const TAUGHT = NAMED ?? join(ROOT, '..', 'shared', 'manifests');
/** The manifests belong to the workplace, not to the repository: a clone elsewhere applies the files of the tutorials that are in it. */
const IS_WORKPLACE = NAMED !== undefined || existsSync(TAUGHT);
const FOLDERS = IS_WORKPLACE
  ? ['controllers', 'operations', 'tutorials'].map((name) => join(TAUGHT, name))
  : [join(ROOT, 'conformance', 'scenarios', 'files')];
/** The Secret's name is what kubectl kustomize makes of it. */
const KUSTOMIZATION = IS_WORKPLACE
  ? { folder: join(TAUGHT, 'tutorials', 'kustomize-6.2'), objects: 7, secret: 'mysql-pass-5m26tmdb5k' }
  : { folder: join(ROOT, 'e2e', 'fixtures', 'kustomization'), objects: 3, secret: 'crew-pass-d674695cfg' };

const documents = (page: Page) => page.getByRole('list', { name: 'Documents' });
const tally = (page: Page) => page.getByRole('region', { name: 'What it does' }).getByRole('status');
const check = (page: Page) => page.getByRole('button', { name: 'Check (dry run)' }).click();
const apply = (page: Page) => page.getByRole('button', { name: /^(Apply|Create|Try) (one|\d+)/ });
const editor = (page: Page) => page.getByRole('textbox', { name: 'YAML to apply' });

async function open(app: App, page: Page, token: string, namespace: string): Promise<void> {
  await app.signIn(token);
  await page.goto(app.address('/apply'));
  await page.getByLabel('Namespace for documents that name none').fill(namespace);
}

async function bring(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Clear' }).click();
  await page
    .getByTestId('apply-files')
    .setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text, 'utf8') });
  await expect(page.getByText('One file taken.')).toBeVisible();
}

const PLURALS: Readonly<Record<string, string>> = { NetworkPolicy: 'networkpolicies', Ingress: 'ingresses' };
const pluralOf = (kind: string): string => PLURALS[kind] ?? `${kind.toLowerCase()}s`;
const objectsOf = (text: string): ApiObject[] =>
  parseAllDocuments(text).flatMap((document) => (document.contents === null ? [] : [document.toJS() as ApiObject]));

/** Takes away what a text asked for, so that the next file finds nothing of its names. */
async function remove(api: KubeApi, objects: readonly ApiObject[], namespace: string): Promise<void> {
  for (const { apiVersion, kind, metadata } of objects) {
    const isWide = kind === 'PersistentVolume' || kind === 'Namespace';
    const place = isWide ? undefined : (metadata.namespace ?? namespace);
    await api.delete(apiVersion, pluralOf(kind), place, metadata.name, kind === 'Pod' ? 0 : undefined);
  }
}

async function isServed(api: KubeApi, { apiVersion, kind }: ApiObject): Promise<boolean> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const list = (await api.request('GET', path, { allow: [404] })) as { resources?: { kind: string }[] };
  return list.resources?.some((resource) => resource.kind === kind) === true;
}

/** In the words that a manifest is refused with; every other one has to be written. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  // a field that is not there, which is named and put right
  'm13.yaml': /“matchExpression” is no field that this cluster knows here.*“matchExpressions”/,
  // printed from a live cluster of somebody else's, with its uid
  'm-21-namespace-default.yaml': /conflict|changed|deleted|uid|resourceVersion/i,
};
const UNSERVED: Readonly<Record<string, RegExp>> = {
  'm06.yaml': /extensions\/v1beta1 Ingress is not served by this cluster; networking\.k8s\.io\/v1 is/,
  'm-08-cronjob-hello.yaml': /batch\/v1beta1 CronJob is not served by this cluster; batch\/v1 is/,
  'm14.yaml': /settings\.k8s\.io\/v1alpha1 PodPreset|no kind PodPreset/,
};

/** Everything stays in namespaces of the test. */
function moved(text: string, namespace: string): string {
  const isOwn = /^kind: Namespace$/m.test(text) && !/name: default$/m.test(text);
  if (isOwn) return text.replace(/^( +(?:namespace|name): )(stage|dev)$/gm, `$1${namespace}-$2`);
  return text.replace(/^( +namespace: ).*$/gm, `$1${namespace}`);
}

test.describe('OPS-061: every manifest that users were taught with', () => {
  test.setTimeout(600_000);

  test('is applied, or refused in the right words (M06, M08, M13, M14)', async ({ app, page, api, state }) => {
    if (!IS_WORKPLACE)
      console.log('not played: the manifests of the workplace, which QUARTERDECK_MANIFESTS would name');
    const { namespace } = await placeOf(api, state, 'all');
    await open(app, page, state.tokens.admin, namespace);
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => ({ folder, name })),
    );
    expect(files.length).toBeGreaterThan(IS_WORKPLACE ? 40 : 5);
    for (const { folder, name } of files)
      await test.step(name, async () => {
        const text = moved(readFileSync(join(folder, name), 'utf8'), namespace);
        const objects = objectsOf(text);
        await bring(page, name, text);
        await check(page);
        const list = documents(page);
        await expect(list.getByRole('listitem').filter({ has: page.locator('[data-step="checking"]') })).toHaveCount(0);
        const unserved = UNSERVED[name];
        const [first] = objects;
        if (unserved !== undefined && first !== undefined && !(await isServed(api, first))) {
          await expect(list).toContainText(unserved);
          await expect(tally(page)).toHaveText('1 not served');
          return;
        }
        const refused = REFUSED[name];
        if (refused !== undefined) {
          await expect(tally(page)).toHaveText('1 would be refused');
          await expect(list).toContainText(refused);
          await expect(apply(page)).toBeDisabled();
          return;
        }
        await apply(page).click();
        await expect(tally(page)).toHaveText(`${objects.length} created`, { timeout: 60_000 });
        await remove(api, objects, namespace);
      });
    await api.delete('v1', 'namespaces', undefined, namespace);
  });
});

/** A namespace of a test's own. */
async function placeOf(api: KubeApi, { namespace: seeded }: RunState, name: string): Promise<{ namespace: string }> {
  const namespace = `${seeded}-${name}`;
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  return { namespace };
}

test('OPS-084: a folder with a kustomization is built and applied; its Secret has the name that kubectl gives it', async ({
  app,
  page,
  api,
  state,
}) => {
  const { namespace } = await placeOf(api, state, 'kustomize');
  await open(app, page, state.tokens.admin, namespace);
  const { folder, objects, secret } = KUSTOMIZATION;
  await page.getByTestId('apply-folder').setInputFiles(folder);
  await expect(
    page.getByText(new RegExp(`Built from the kustomization in ${basename(folder)} \\(3 files\\)`)),
  ).toBeVisible();
  await check(page);
  await expect(tally(page)).toHaveText(`${objects} would be created`);
  await expect(documents(page)).toContainText(`Secret ${secret}`);
  await apply(page).click();
  await expect(tally(page)).toHaveText(`${objects} created`);
  await check(page);
  await expect(tally(page)).toHaveText(`${objects} without change`);
  await api.delete('v1', 'namespaces', undefined, namespace);
});

test('opens by key and by a dropped file; what was typed survives a reload and is deleted again', async ({
  app,
  page,
  api,
  state,
}) => {
  const { namespace } = state;
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('talker')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/\/apply$/);
  await page.goBack();
  await expect(app.row('talker')).toBeVisible();
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dropped # from a file\ndata:\n  answer: "no"\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dropped-too\n`;
  const dropped = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'two.yaml', { type: 'application/yaml' }));
    return transfer;
  }, text);
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
  await expect(page).toHaveURL(/\/apply$/);
  await expect(editor(page)).toContainText('name: dropped # from a file');
  // the draft is kept while typing rests
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('quarterdeck.draft.'))))
    .toBe(true);
  await page.reload();
  await expect(editor(page)).toContainText('name: dropped # from a file');
  await page.getByLabel('Namespace for documents that name none').fill(namespace);
  await check(page);
  await expect(tally(page)).toHaveText('2 would be created');
  await app.expectAccessible();
  await apply(page).click();
  await expect(tally(page)).toHaveText('2 created');
  expect(await api.get('v1', 'configmaps', namespace, 'dropped')).toMatchObject({ data: { answer: 'no' } });

  await page.getByRole('button', { name: 'Delete what is in this text…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('dropped-too');
  await dialog.getByRole('button', { name: /^Delete / }).click();
  await expect(dialog).toHaveCount(0);
  await check(page);
  await expect(tally(page)).toHaveText('2 would be created');
});

test('fields that another manager owns are taken over by word only; a failure is tried again', async ({
  app,
  page,
  api,
  state,
}) => {
  const { namespace } = state;
  const map = (value: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: contested\ndata:\n  who: ${value}\n`;
  await api.request('PATCH', `/api/v1/namespaces/${namespace}/configmaps/contested?fieldManager=argocd`, {
    body: map('argocd'),
    contentType: 'application/apply-patch+yaml',
  });
  await open(app, page, state.tokens.developer, namespace);
  await bring(page, 'contested.yaml', map('me'));
  await check(page);
  await expect(tally(page)).toHaveText('1 need your word');
  await expect(documents(page)).toContainText('argocd');
  await expect(apply(page)).toBeDisabled();
  await page.getByRole('checkbox', { name: /argocd/ }).check();
  let failures = 0;
  await page.route(/configmaps\/contested\?.*force=true/, async (route) => {
    if (route.request().url().includes('dryRun') || failures > 0) return route.continue();
    failures += 1;
    return route.fulfill({
      status: 503,
      json: {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason: 'ServiceUnavailable',
        code: 503,
        message: 'down',
      },
    });
  });
  await apply(page).click();
  await expect(tally(page)).toHaveText('1 failed');
  await page.getByRole('button', { name: 'Try one again' }).click();
  await expect(tally(page)).toHaveText('1 configured');
  expect(await api.get('v1', 'configmaps', namespace, 'contested')).toMatchObject({ data: { who: 'me' } });
  await api.delete('v1', 'configmaps', namespace, 'contested');
});

test('OPS-062: an address that is not public is refused in words, and nothing is fetched', async ({
  app,
  page,
  state,
}) => {
  await open(app, page, state.tokens.developer, state.namespace);
  await page.getByRole('button', { name: 'From an address…' }).click();
  for (const [address, words] of [
    ['https://169.254.169.254/latest/meta-data/', 'leads to a private address'],
    ['http://example.com/a.yaml', 'This address is not fetched'],
  ] as const) {
    await page.getByRole('textbox', { name: 'https address of a manifest' }).fill(address);
    await page.getByRole('button', { name: 'Fetch', exact: true }).click();
    await expect(page.getByText(words)).toBeVisible();
  }
});
