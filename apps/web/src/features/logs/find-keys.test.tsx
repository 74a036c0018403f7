import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, expect, it } from 'vitest';
import { findKeys } from './find-keys.ts';

afterEach(cleanup);

function Log({ isFinding, step }: { readonly isFinding: boolean; readonly step: (by: 1 | -1) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <section aria-label="all" onKeyDown={findKeys({ field, isFinding, step })}>
      <input ref={field} defaultValue="text" />
      <button type="button">line</button>
    </section>
  );
}

it('CTL-30, CTL-77: n and N go through the hits, "/" and Ctrl-F say what is looked for', () => {
  const steps: number[] = [];
  const { rerender } = render(<Log isFinding={false} step={(by) => steps.push(by)} />);
  const field = screen.getByRole<HTMLInputElement>('textbox');
  const line = screen.getByRole('button');
  // nothing is looked for: the key is the page's
  expect(fireEvent.keyDown(line, { key: 'n' })).toBe(true);
  expect(fireEvent.keyDown(line, { key: '/' })).toBe(false);
  expect(document.activeElement).toBe(field);
  expect(field.selectionEnd).toBe(4);
  line.focus();
  fireEvent.keyDown(line, { key: 'f', ctrlKey: true });
  expect(document.activeElement).toBe(field);

  rerender(<Log isFinding step={(by) => steps.push(by)} />);
  expect(fireEvent.keyDown(line, { key: 'n' })).toBe(false);
  fireEvent.keyDown(line, { key: 'N', shiftKey: true });
  fireEvent.keyDown(line, { key: 'F3' });
  fireEvent.keyDown(field, { key: 'F3', shiftKey: true });
  expect(steps).toEqual([1, -1, 1, -1]);
  // in the field they are letters, and with Ctrl the browser's
  for (const key of ['n', 'N', '/']) expect(fireEvent.keyDown(field, { key })).toBe(true);
  expect(fireEvent.keyDown(line, { key: 'n', ctrlKey: true })).toBe(true);
  expect(steps).toHaveLength(4);
});
