import { useEffect, useRef } from 'react';
import type { Action, ActionTarget } from './define-action.ts';

export interface OfferedTarget {
  readonly target: ActionTarget;
  /** what the kind's file adds to the actions of every object */
  readonly kindActions: readonly Action[];
}

type Read = () => OfferedTarget | undefined;

/** The newest last: a side panel's object before the list's marked row. */
const offers: Read[] = [];
const listeners = new Set<() => void>();

/** What the palette's actions are about: the object of the page, or the row that is marked in the list. */
export function offeredTarget(): OfferedTarget | undefined {
  for (const read of offers.toReversed()) {
    const offered = read();
    if (offered !== undefined) return offered;
  }
  return undefined;
}

/** Is told when something is offered: a page that the palette was opened over comes a moment later. */
export function onOffered(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers an object to the palette while the component is shown; `read` is called when the palette opens. */
export function useOfferedTarget(read: Read): void {
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    const own: Read = () => latest.current();
    offers.push(own);
    for (const listener of listeners) listener();
    return () => {
      offers.splice(offers.indexOf(own), 1);
    };
  }, []);
}
