import { createBrowserHistory, type RouterHistory } from '@tanstack/react-router';
import { BASE_PATH, ownPath, publicPath } from '../api/base-path.ts';

/** The browser's history, whose addresses are ours: without the prefix of the address bar. */
export function createAppHistory(base = BASE_PATH): RouterHistory {
  if (base === '') return createBrowserHistory();
  return createBrowserHistory({
    createHref: (path) => publicPath(path, base),
    parseLocation() {
      const { search, hash } = window.location;
      // what begins with two slashes would be another host's address
      const pathname = ownPath(window.location.pathname, base).replace(/^\/{2,}/, '/');
      // an entry that the browser made by itself, for a hash typed into the address bar, has none
      const state = window.history.state ?? madeState();
      return { href: pathname + search + hash, pathname, search, hash, state };
    },
  });
}

/** What the router's own reading gives such an entry. */
function madeState(): RouterHistory['location']['state'] {
  const key = Math.random().toString(36).slice(2);
  return { __TSR_index: 0, key, __TSR_key: key };
}
