import type { LucideIcon } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import type { KubeObject, ObjectRef } from '../api/kube-object.ts';
import type { Deletion } from '../kinds/deletion.ts';

/** A right that the API server is asked for before the action is offered (SelfSubjectAccessReview). */
export interface AccessCheck {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** another right that will do as well */
  readonly or?: Omit<AccessCheck, 'or'>;
}

/** What an action may use: the object's reference always, the object itself where it has been read. */
export interface ActionTarget {
  readonly ref: ObjectRef;
  readonly object?: KubeObject;
  /** of the object that is meant: another one may have taken its name since */
  readonly uid?: string;
  /** as a list shows them; undefined: not known */
  readonly labels?: Readonly<Record<string, string>>;
  /** what the file of its kind says about deleting it; known in dialogs */
  readonly deletion?: Deletion;
}

export interface ActionRequest {
  /** GET unless it says otherwise */
  readonly method?: string;
  /** sent as it is */
  readonly body?: string;
  /** application/json unless it says otherwise */
  readonly contentType?: string;
}

/** What the app lends to an action that runs. */
export interface ActionApi {
  /** It is a trial run: nothing is stored, so there is nothing to undo. */
  readonly isTrial?: boolean;
  /** goes to an address of the app */
  navigate(path: string): void;
  copy(text: string): Promise<void>;
  /**
   * A request to the API server through the BFF, with the person's credential; its answer as JSON. In a trial run every write
   * carries dryRun=All. The server's warnings are collected and shown with the result.
   */
  request(path: string, init?: ActionRequest): Promise<unknown>;
  /** Something to be read with the result, in the person's words: what was done is not all that was meant. */
  note?(text: string): void;
}

/** A sentence: i18n key in namespace "actions" and what stands in it. */
interface ActionSentence {
  readonly key: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface ActionFormProps<Input> {
  readonly targets: readonly ActionTarget[];
  readonly value: Input;
  onChange(value: Input): void;
}

/** Why an action cannot run yet. */
export interface ActionFault extends ActionSentence {
  /** the form says it itself */
  readonly quiet?: boolean;
}

/** What an action must know before it can run. */
interface ActionForm<Input> {
  initial(targets: readonly ActionTarget[]): Input;
  /** the fields; what is large is loaded lazily */
  view(props: ActionFormProps<Input>): ReactNode;
  /** why it cannot run with this; undefined: it can */
  fault?(value: Input, targets: readonly ActionTarget[]): ActionFault | undefined;
}

/**
 * One action is one object: buttons, row menus, bulk bar, palette and shortcuts all come from it, and so do the permission check
 * and the dialog. `Input` is what its form asks for. Methods, so that actions of any input stand in one list.
 */
export interface Action<Input = unknown> {
  readonly id: string;
  /** i18n key in namespace "actions" */
  readonly title: string;
  /** the same for many objects, where that is said in other words */
  readonly bulkTitle?: string;
  readonly icon: LucideIcon;
  /** place among the others, ascending */
  readonly order: number;
  /** a single key on a focused row or on the object's page */
  readonly shortcut?: string;
  /** another key that does the same */
  readonly otherShortcut?: string;
  /** stands last in the menu, and asks before it runs */
  readonly destructive?: boolean;
  /** may run on many objects at once: then it stands in the bulk bar, and its dialog is a plan of them all */
  readonly bulk?: boolean;
  /** its dialog asks for this first */
  readonly form?: ActionForm<Input>;
  /** it only writes through api.request, so it can be tried with dryRun=All */
  readonly dryRun?: boolean;
  /** it is done when the objects are gone: what the API server accepts has often only begun */
  readonly until?: 'gone';
  /** the rest of it, loaded when it is asked for: menus need none of it, and every page has the menus */
  readonly dialog?: () => Promise<ActionDialogPart>;
  /** its dialog's title and button, where "{{action}} {{name}}" would say something else; they are given {{name}} */
  readonly says?: { readonly title: string; readonly proceed: string };
  /** it makes something new: what it is called on only says where */
  readonly makesNew?: boolean;
  /** what it opens takes the focus when its dialog closes */
  readonly movesFocus?: boolean;
  /** a dialog of its own in place of the usual one */
  readonly panel?: ComponentType<ActionPanelProps>;
  applies(target: ActionTarget): boolean;
  access?(target: ActionTarget): AccessCheck | undefined;
  /** a sentence that says what will happen; shown by the dialog */
  plan?(targets: readonly ActionTarget[], input: Input): ActionSentence;
  /** on one object; with `bulk`, once for each */
  run(target: ActionTarget, api: ActionApi, input: Input): Promise<void>;
  /** at once for all of many, without a dialog, in place of `run` for each */
  runTogether?(targets: readonly ActionTarget[], api: ActionApi): Promise<void>;
  /** the equivalent kubectl command; shown beside every action */
  kubectl(target: ActionTarget, input: Input): string;
}

export interface ActionPanelProps {
  readonly targets: readonly ActionTarget[];
  onClose(): void;
}

/** What an action's dialog needs and no menu does. */
export type ActionDialogPart<Input = unknown> = Partial<
  Pick<Action<Input>, 'form' | 'plan' | 'dryRun' | 'panel' | 'says' | 'makesNew' | 'movesFocus'> &
    Pick<Action<Input>, 'run' | 'kubectl'>
>;

/** Marks what {@link Action.dialog} loads. */
export function defineDialog<Input>(part: ActionDialogPart<Input>): ActionDialogPart<Input> {
  return part;
}

/** Like {@link defineAction}, for an action that is all in its dialog. */
export function defineDialogAction(action: Omit<Action, 'run'> & Required<Pick<Action, 'dialog'>>): Action {
  return {
    ...action,
    run: async (target, api, input) => {
      const { run } = await action.dialog();
      await run?.(target, api, input);
    },
  };
}

/** Marks an action file's default export; one file `<name>.action.ts` per action, found by import.meta.glob. */
export function defineAction<Input = unknown>(action: Action<Input>): Action<Input> {
  return action;
}
