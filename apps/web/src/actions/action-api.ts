import { k8sFetch } from '../api/api-fetch.ts';
import { warningsOf } from '../api/warnings.ts';
import { copyText } from '../ui/copy-text.ts';
import type { ActionApi, ActionTarget } from './define-action.ts';

export interface LendOptions {
  readonly navigate: (path: string) => void;
  readonly onCopied: (text: string) => void;
  readonly onWarning: (text: string) => void;
  readonly onNote?: (text: string) => void;
  readonly dryRun: boolean;
}

/** What an action gets that runs on `target`. */
export function lendApi(
  { ref }: ActionTarget,
  { navigate, onCopied, onWarning, onNote, dryRun }: LendOptions,
): ActionApi {
  return {
    isTrial: dryRun,
    navigate,
    note: (text) => onNote?.(text),
    async copy(text) {
      await copyText(text);
      onCopied(text);
    },
    async request(path, { method = 'GET', body, contentType = 'application/json' } = {}) {
      const isTrial = dryRun && method !== 'GET';
      // the options of a deletion that has a body are read from there alone: in the query dryRun would be passed over
      const sent = isTrial && method === 'DELETE' && body !== undefined ? triedOptions(body) : body;
      const response = await k8sFetch(ref.cluster, isTrial ? tried(path) : path, {
        method,
        headers: { accept: 'application/json', ...(sent === undefined ? {} : { 'content-type': contentType }) },
        ...(sent === undefined ? {} : { body: sent }),
      });
      for (const warning of warningsOf(response.headers)) onWarning(warning);
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

const tried = (path: string) => `${path}${path.includes('?') ? '&' : '?'}dryRun=All`;

const triedOptions = (body: string) => JSON.stringify({ ...JSON.parse(body), dryRun: ['All'] });
