import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { useEscape } from './use-escape.ts';

afterEach(cleanup);

/** Like Mantine's dialogs: Esc closes it in the capture phase, wherever the focus is. */
function Dialog({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onClose();
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [onClose]);
  return <div role="dialog">front</div>;
}

function Page({ onEscape }: { readonly onEscape: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  useEscape(true, onEscape);
  return (
    <>
      <input aria-label="field" />
      <button type="button" onClick={() => setIsOpen(true)}>
        open
      </button>
      {isOpen ? <Dialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

it('Esc that closes a dialog does not leave the page too, though the focus was not in the dialog', () => {
  const leave = vi.fn();
  render(<Page onEscape={leave} />);
  fireEvent.click(screen.getByRole('button', { name: 'open' }));
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(leave).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(leave).toHaveBeenCalledOnce();
});

it('a field keeps its Esc', () => {
  const leave = vi.fn();
  render(<Page onEscape={leave} />);
  fireEvent.keyDown(screen.getByLabelText('field'), { key: 'Escape' });
  expect(leave).not.toHaveBeenCalled();
});
