import { createBrowserHistory, type RouterHistory } from '@tanstack/react-router';
import { BASE_PATH, ownPath, publicPath } from '../api/base-path.ts';

/** The browser's history, whose addresses are ours: without the prefix of the address bar. */
export function createAppHistory(base = BASE_PATH): RouterHistory {
  if (base === '') return createBrowserHistory();
  return createBrowserHistory({
    createHref: (path) => publicPath(path, base),
    parseLocation() {
      const { search, hash } = window.location;
      const pathname = ownPath(window.location.pathname, base);
      return { href: pathname + search + hash, pathname, search, hash, state: window.history.state };
    },
  });
}
