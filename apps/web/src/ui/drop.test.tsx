import { Button, MantineProvider, Menu } from '@mantine/core';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component, type ReactNode, useState } from 'react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Drop } from './drop.tsx';

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  // jsdom lays nothing out: what floats stays invisible
  configure({ defaultHidden: true });
});
afterAll(() => configure({ defaultHidden: false }));
afterEach(cleanup);

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <p>{String(this.state.error)}</p>;
  }
}

function Example({ as, read }: { readonly as: 'menu' | 'panel'; readonly read: () => Promise<string> }) {
  const [opened, setOpened] = useState(false);
  return (
    <MantineProvider>
      <Boundary>
        <Drop
          as={as}
          position="bottom-start"
          width={200}
          label="Fruit"
          opened={opened}
          onChange={setOpened}
          read={read}
          button={<Button>Choose</Button>}
        >
          {(part) => (as === 'menu' ? <Menu.Item>{part}</Menu.Item> : <input aria-label={part} />)}
        </Drop>
      </Boundary>
    </MantineProvider>
  );
}

describe.each([
  ['menu', 'menuitem', 'menu'],
  ['panel', 'textbox', 'dialog'],
] as const)('a button with a %s', (as, role, popup) => {
  it('opens when its part has been read, and gives the focus back', async () => {
    let finish: (part: string) => void = () => {};
    // it is asked for ahead of the click as well, and again by what floats, whenever that has been fetched
    const part = new Promise<string>((resolve) => (finish = resolve));
    const read = vi.fn(() => part);
    render(<Example as={as} read={read} />);
    const before = screen.getByRole('button', { name: 'Choose' });
    expect(before.getAttribute('aria-haspopup')).toBe(popup);
    await userEvent.click(before);
    await waitFor(() => expect(read).toHaveBeenCalled());
    expect(screen.queryByRole(role)).toBeNull();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Choose'));
    finish('Apple');
    expect((await screen.findByRole(role, { name: 'Apple' })).textContent).toBe(as === 'menu' ? 'Apple' : '');
    // nothing takes the focus where nothing is laid out
    fireEvent.keyDown(screen.getByRole(role), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole(role)).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Choose' })));
  });

  it('opens by the keyboard', async () => {
    render(<Example as={as} read={() => Promise.resolve('Pear')} />);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole(role, { name: 'Pear' });
  });

  it('tells the page of a part that cannot be read', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    render(<Example as={as} read={() => Promise.reject(new Error('gone'))} />);
    await userEvent.click(screen.getByRole('button', { name: 'Choose' }));
    await screen.findByText('Error: gone');
  });
});
