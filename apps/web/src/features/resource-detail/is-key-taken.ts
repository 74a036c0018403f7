import { isTyping } from '../../ui/is-typing.ts';

/** Whether a key belongs to something that is in front of the page or takes text. */
export function isKeyTaken({ defaultPrevented, target }: KeyboardEvent): boolean {
  if (defaultPrevented || isTyping(target)) return true;
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], .cm-editor, .xterm') !== null;
}
