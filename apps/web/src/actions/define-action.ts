import type { LucideIcon } from 'lucide-react';
import type { KubeObject, ObjectRef } from '../api/kube-object.ts';

/** A right that the API server is asked for before the action is offered (SelfSubjectAccessReview). */
export interface AccessCheck {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** What an action may use: the object's reference always, the object itself where it has been read. */
export interface ActionTarget {
  readonly ref: ObjectRef;
  readonly object?: KubeObject;
}

/** What the app lends to an action that runs. */
export interface ActionApi {
  /** goes to an address of the app */
  navigate(path: string): void;
  copy(text: string): Promise<void>;
  /** a request to the API server through the BFF, with the person's credential */
  request(path: string, init?: { method?: string; body?: string; contentType?: string }): Promise<unknown>;
}

/**
 * One action is one object: buttons, row menus, palette and shortcuts all come from it, and so do the permission check and
 * the confirm dialog.
 */
export interface Action {
  readonly id: string;
  /** i18n key in namespace "actions" */
  readonly title: string;
  readonly icon: LucideIcon;
  /** place among the others, ascending */
  readonly order: number;
  /** a single key on a focused row or on the object's page */
  readonly shortcut?: string;
  /** stands in the menu, and asks before it runs */
  readonly destructive?: boolean;
  applies(target: ActionTarget): boolean;
  access?(target: ActionTarget): AccessCheck | undefined;
  /** i18n key in namespace "actions" of a sentence that says what will happen; asked for by the confirm dialog */
  plan?(target: ActionTarget): { readonly key: string; readonly values?: Readonly<Record<string, unknown>> };
  run(target: ActionTarget, api: ActionApi): Promise<void>;
  /** the equivalent kubectl command; shown beside every action */
  kubectl(target: ActionTarget): string;
}

/** Marks an action file's default export; one file `<name>.action.ts` per action, found by import.meta.glob. */
export function defineAction(action: Action): Action {
  return action;
}
