import { expect, it } from 'vitest';
import { isKeyOfPart } from './is-key-of-part.ts';

it('a part of the page has the keys that it names, inside it; a button is pressed by its key from anywhere', () => {
  document.body.innerHTML =
    '<section aria-keyshortcuts="F3 / n N"><p>line</p></section><button aria-keyshortcuts="n"><b>Namespace</b></button>';
  const [line, name] = [document.querySelector('p'), document.querySelector('b')];
  expect(isKeyOfPart(line, 'n')).toBe(true);
  expect(isKeyOfPart(line, ':')).toBe(false);
  expect(isKeyOfPart(line, 'F')).toBe(false);
  expect(isKeyOfPart(name, 'n')).toBe(false);
  expect(isKeyOfPart(document.body, 'n')).toBe(false);
  expect(isKeyOfPart(null, 'n')).toBe(false);
});
