import { notifications } from '@mantine/notifications';
import { k8sFetch, problemOfError } from '../api/api-fetch.ts';
import { copyText } from '../ui/copy-text.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import type { Words } from '../ui/use-words.ts';
import { confirmations } from './confirmations.ts';
import type { Action, ActionApi, ActionTarget } from './define-action.ts';

export interface ActionPlace {
  readonly navigate: (path: string) => void;
  /** of namespace "actions" */
  readonly words: Words;
}

/** Runs an action on a target, after a word of confirmation where it destroys; a failure is told as a problem. */
export function runAction(action: Action, target: ActionTarget, place: ActionPlace): void {
  const proceed = () => {
    action.run(target, lend(target, place)).catch((error: unknown) => {
      notifications.show({
        title: place.words('failed', { action: place.words(action.title), name: target.ref.name }),
        message: <ProblemView problem={problemOfError(error)} compact />,
        color: 'red',
        // A failure stays until it has been read.
        autoClose: false,
      });
    });
  };
  if (action.destructive) confirmations.ask({ action, target, proceed });
  else proceed();
}

function lend({ ref }: ActionTarget, { navigate, words }: ActionPlace): ActionApi {
  return {
    navigate,
    async copy(text) {
      await copyText(text);
      notifications.show({ message: words('copied', { text }), autoClose: 2500 });
    },
    async request(path, init = {}) {
      const { method = 'GET', body, contentType = 'application/json' } = init;
      const response = await k8sFetch(ref.cluster, path, {
        method,
        headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': contentType }) },
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}
