// @vitest-environment jsdom
import { type ILink, type ILinkProvider, Terminal } from '@xterm/xterm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followLink } from './follow-link.ts';
import { addExtras } from './screen-extras.ts';

const opened = vi.fn();
beforeEach(() => vi.stubGlobal('open', opened));
afterEach(() => {
  vi.unstubAllGlobals();
  opened.mockReset();
});

/** The links that the terminal finds in a line of output. */
async function linksIn(output: string): Promise<readonly ILink[]> {
  const terminal = new Terminal({ cols: 120, rows: 5, allowProposedApi: true });
  const providers: ILinkProvider[] = [];
  vi.spyOn(terminal, 'registerLinkProvider').mockImplementation((provider) => {
    providers.push(provider);
    return { dispose: () => undefined };
  });
  addExtras(terminal, followLink);
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const found = await Promise.all(
    providers.map((provider) => new Promise<ILink[] | undefined>((resolve) => provider.provideLinks(1, resolve))),
  );
  return found.flatMap((links) => links ?? []);
}

it('an address in the output is a link, which Ctrl- and Command-click follow and a plain click does not', async () => {
  const [link, ...more] = await linksIn('see https://docs.example/guide?a=1#top, please');
  expect(more).toEqual([]);
  expect(link?.text).toBe('https://docs.example/guide?a=1#top');
  const click = (init: MouseEventInit) => link?.activate(new MouseEvent('click', init), link.text);
  click({});
  click({ shiftKey: true });
  expect(opened).not.toHaveBeenCalled();
  click({ ctrlKey: true });
  click({ metaKey: true });
  const call = ['https://docs.example/guide?a=1#top', '_blank', 'noopener,noreferrer'];
  expect(opened.mock.calls).toEqual([call, call]);
});

it('what is no web address is none', async () => {
  expect(await linksIn('javascript:alert(1) data:text/html,x file:///etc/passwd ssh://host')).toEqual([]);
});

it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https:javascript', '/relative'])(
  '%s is never opened',
  (address) => {
    followLink({ ctrlKey: true, metaKey: false }, address);
    expect(opened).not.toHaveBeenCalled();
  },
);
