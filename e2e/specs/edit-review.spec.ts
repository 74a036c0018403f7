import { expect, type Locator, type Page } from '@playwright/test';
import { stringify } from 'yaml';
import type { App } from '../fixtures/app.ts';
import type { ApiObject, KubeApi } from '../fixtures/kube-api.ts';
import type { RunState } from '../fixtures/state.ts';
import { test } from '../fixtures/test.ts';

/** A Deployment whose pods no node takes: it is all about its fields. */
function deployment(namespace: string, name: string): ApiObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          nodeSelector: { 'quarterdeck.example/nowhere': 'here' },
          containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.2' }],
        },
      },
    },
  };
}

const NAMES = [
  'review-edit',
  'review-faults',
  'review-merge',
  'review-taken',
  'review-session',
  'review-undo',
] as const;
const fields = (object: ApiObject) => object['spec'] as { replicas: number; paused?: boolean };

test.beforeAll(async ({ api, state }) => {
  for (const name of NAMES) {
    await api.delete('apps/v1', 'deployments', state.namespace, name, 0);
    await api.create('deployments', deployment(state.namespace, name));
  }
});
test.afterAll(async ({ api, state }) => {
  for (const name of NAMES) await api.delete('apps/v1', 'deployments', state.namespace, name, 0);
});

class Editing {
  readonly page: Page;
  readonly api: KubeApi;
  readonly state: RunState;
  readonly name: string;
  constructor(page: Page, api: KubeApi, state: RunState, name: string) {
    this.page = page;
    this.api = api;
    this.state = state;
    this.name = name;
  }

  live(): Promise<ApiObject> {
    return this.api.get('apps/v1', 'deployments', this.state.namespace, this.name);
  }

  get review(): Locator {
    return this.page.getByRole('dialog', { name: `Review: Deployment ${this.name}` });
  }

  get text(): Locator {
    return this.page.getByRole('textbox', { name: `Editor of ${this.name}` });
  }

  async begin(app: App): Promise<void> {
    await app.signIn(this.state.tokens.developer);
    await this.page.goto(app.inNamespace(`apps/deployments/${this.name}/yaml`));
    await this.page.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect(this.text).toBeVisible();
  }

  /** Puts another text into the editor, as if it had been typed, and asks for the review. */
  async type(change: (text: string) => string, object?: ApiObject): Promise<void> {
    const { status: _, ...rest } = object ?? (await this.live());
    const { name, namespace, labels, annotations } = rest.metadata;
    const metadata = { name, namespace, labels, ...(annotations === undefined ? {} : { annotations }) };
    const bare = { apiVersion: rest.apiVersion, kind: rest.kind, metadata, spec: rest['spec'] };
    const text = change(stringify(bare, { lineWidth: 0, compat: 'yaml-1.1' }));
    await this.text.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('ControlOrMeta+s');
  }

  write(): Promise<void> {
    return this.review.getByRole('button', { name: 'Write', exact: true }).click();
  }
}

test('a save is reviewed, given a cause, written, followed, and undone (OPS-060, OPS-066, OPS-067, CTL-36)', async ({
  app,
  page,
  api,
  state,
}) => {
  const edit = new Editing(page, api, state, 'review-edit');
  await edit.begin(app);
  await edit.type(
    (text) => `# why not two\n${text.replace('replicas: 1', 'replicas: 2').replace('pause:3.2', 'pause:3.1')}`,
  );
  await expect(edit.review.getByText('2 fields change.')).toBeVisible();
  await expect(edit.review.getByTestId('write-diff')).toContainText('replicas: 2');
  // the template changes: a new revision, which says why
  await edit.review.getByLabel('Change-cause').fill('two of an older one');
  await edit.review.getByRole('button', { name: 'Put it into the text' }).click();
  await expect(edit.review.getByText('The history will say: “two of an older one”.')).toBeVisible();
  await expect(edit.review.getByTestId('write-diff')).toContainText('kubernetes.io/change-cause: two of an older one');
  await expect(edit.review).toContainText(`kubectl replace -n ${state.namespace} -f review-edit.yaml`);
  expect(fields(await edit.live()).replicas).toBe(1);
  await app.expectAccessible();
  await edit.write();
  await expect(edit.review).toContainText('It is written. It stayed as written.');
  expect(fields(await edit.live()).replicas).toBe(2);
  // its controller writes to it as well, which keeps nothing from being undone
  const annotations = async () => (await edit.live()).metadata.annotations;
  await expect.poll(annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '2' });
  await edit.review.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('button', { name: 'Undo: Deployment review-edit saved' }).click();
  await expect(page.getByText('Undone.')).toBeVisible();
  const undone = await edit.live();
  expect(fields(undone).replicas).toBe(1);
  expect(JSON.stringify(undone['spec'])).toContain('pause:3.2');
  expect(undone.metadata.annotations).not.toHaveProperty(['kubernetes.io/change-cause']);
  await page.getByRole('button', { name: 'Your changes' }).click();
  await expect(page.getByRole('dialog', { name: 'Your changes of this session' })).toContainText('undone');
});

test('what the server refuses stands at its field, in words (OPS-068, OPS-072)', async ({ app, page, api, state }) => {
  const edit = new Editing(page, api, state, 'review-faults');
  await edit.begin(app);
  await edit.type((text) => text.replace(/(matchLabels:\n\s+app:) \S+/, '$1 other'));
  await expect(edit.review.getByText('spec.selector cannot change once the object is there.')).toBeVisible();
  await edit.review.getByRole('button', { name: 'Back to the text' }).click();

  await edit.type((text) => text.replace('replicas: 1', 'replicas: 0\n  minReadySecond: 5'));
  // a server without strict validation accepts the text and leaves the field out: that is found all the same
  await expect(edit.review.getByText('Did you mean “minReadySeconds”?')).toBeVisible();
  await edit.review.getByRole('button', { name: 'Go to the line' }).first().click();
  await expect(edit.review).toHaveCount(0);
  await expect(page.locator('.cm-activeLine')).toContainText('minReadySecond: 5');

  await edit.type((text) => text.replace('imagePullPolicy: IfNotPresent', 'imagePullPolicy: Sometimes'));
  await expect(edit.review.getByText('Possible: Always, IfNotPresent, Never.')).toBeVisible();
  await expect(edit.review).toContainText('spec.template.spec.containers[0].imagePullPolicy');
  await edit.review.getByRole('button', { name: 'Back to the text' }).click();

  await edit.type((text) => `${text}---\n${text}`);
  await expect(edit.review.getByText('The text holds 2 documents')).toBeVisible();
  expect(fields(await edit.live()).replicas).toBe(1);
});

test('somebody was faster: both sides are shown, and nothing is written over without a choice', async ({
  app,
  page,
  api,
  state,
}) => {
  const edit = new Editing(page, api, state, 'review-merge');
  await edit.begin(app);
  const before = await edit.live();
  await api.merge('apps/v1', 'deployments', state.namespace, edit.name, {
    metadata: { labels: { tier: 'theirs' } },
    spec: { replicas: 3 },
  });
  await edit.type((text) => text.replace('replicas: 1', 'replicas: 2'), before);
  await expect(edit.review.getByText('Somebody changed this object while you edited it')).toBeVisible();
  const go = edit.review.getByRole('button', { name: 'Review the merged text' });
  await expect(go).toBeDisabled();
  await app.expectAccessible();
  await edit.review.getByRole('radio', { name: /^Mine/ }).check();
  await go.click();
  await edit.write();
  await expect(edit.review).toContainText('It is written.');
  const after = await edit.live();
  expect(fields(after).replicas).toBe(2);
  expect(after.metadata.labels?.['tier']).toBe('theirs');
});

test('whose fields are written over is said before', async ({ app, page, api, state }) => {
  const edit = new Editing(page, api, state, 'review-taken');
  const path = `/apis/apps/v1/namespaces/${state.namespace}/deployments/${edit.name}?fieldManager=argocd-controller`;
  await api.request('PATCH', path, { body: { spec: { paused: true } }, contentType: 'application/merge-patch+json' });
  await edit.begin(app);
  await edit.type((text) => text.replace('paused: true', 'paused: false'));
  const taken = edit.review.getByRole('region', { name: 'Fields that others wrote last' });
  await expect(taken).toContainText('argocd-controller (update): spec.paused');
  await edit.write();
  await expect(edit.review).toContainText('It is written.');
  expect(fields(await edit.live()).paused ?? false).toBe(false);
});

test('a session that ends in the middle of an edit loses nothing', async ({ app, page, api, state }) => {
  const edit = new Editing(page, api, state, 'review-session');
  await edit.begin(app);
  await edit.type((text) => `# typed before the end\n${text.replace('replicas: 1', 'replicas: 0')}`);
  await expect(edit.review.getByText('One field changes.')).toBeVisible();
  await page.context().clearCookies();
  await edit.write();
  const again = page.getByRole('dialog').filter({ has: page.getByLabel('Token', { exact: true }) });
  await again.getByLabel('Token', { exact: true }).fill(state.tokens.developer);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toHaveCount(0);
  expect(fields(await edit.live()).replicas).toBe(1);
  await edit.review.getByRole('button', { name: 'Check again' }).click();
  await edit.write();
  await expect(edit.review).toContainText('It is written.');
  expect(fields(await edit.live()).replicas).toBe(0);
});

test('an undo of what was changed since shows both sides; a change of labels is undone', async ({
  app,
  page,
  api,
  state,
}) => {
  const edit = new Editing(page, api, state, 'review-undo');
  await edit.begin(app);
  await edit.type((text) => text.replace('replicas: 1', 'replicas: 2'));
  await edit.write();
  await expect(edit.review).toContainText('It stayed as written.');
  await edit.review.getByRole('button', { name: 'Close', exact: true }).click();
  await api.merge('apps/v1', 'deployments', state.namespace, edit.name, { spec: { replicas: 5 } });
  await page.getByRole('button', { name: 'Your changes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Undo/ }).click();
  await expect(edit.review.getByText('Somebody changed this object while you edited it')).toBeVisible();
  await edit.review.getByRole('button', { name: 'Back to the text' }).click();
  expect(fields(await edit.live()).replicas).toBe(5);

  await page.goto(app.inNamespace('apps/deployments?q=review-undo'));
  await expect(app.row('review-undo')).toBeVisible();
  await app.row('review-undo').getByRole('checkbox').check();
  await page
    .getByRole('region', { name: 'Selected objects' })
    .getByRole('button', { name: 'Label', exact: true })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Key' }).fill('app');
  await dialog.getByRole('textbox', { name: 'Value' }).fill('renamed');
  await dialog.getByRole('button', { name: /^Label review-undo/ }).click();
  await expect.poll(async () => (await edit.live()).metadata.labels?.['app']).toBe('renamed');
  await page.getByRole('button', { name: /^Undo: Labels of review-undo changed/ }).click();
  await expect.poll(async () => (await edit.live()).metadata.labels?.['app']).toBe('review-undo');
});
