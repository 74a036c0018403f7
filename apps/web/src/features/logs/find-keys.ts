import type { KeyboardEvent, RefObject } from 'react';
import { isTyping } from '../../ui/is-typing.ts';

interface FindKeys {
  readonly field: RefObject<HTMLInputElement | null>;
  /** something is looked for: n and N go through the hits */
  readonly isFinding: boolean;
  readonly step: (by: 1 | -1) => void;
}

/** The keys of a log that find text in it: Ctrl-F and "/" to say what, F3, n and N to go on (CTL-30, CTL-77). */
export function findKeys({ field, isFinding, step }: FindKeys): (event: KeyboardEvent) => void {
  return (event) => {
    const { key } = event;
    const withControl = event.ctrlKey || event.metaKey;
    const isLetter = !withControl && !event.altKey && !isTyping(event.target);
    if ((withControl && key.toLowerCase() === 'f') || (isLetter && key === '/')) {
      field.current?.focus();
      field.current?.select();
    } else if (key === 'F3') step(event.shiftKey ? -1 : 1);
    else if (isLetter && isFinding && (key === 'n' || key === 'N')) step(key === 'N' ? -1 : 1);
    else return;
    event.preventDefault();
  };
}
