// The program of the page could not be fetched: the network changed, or a new version was just installed. The page is loaded once more, and
// says so if that did not help: it is never left blank. A file of its own, before any other: the content security policy allows no inline script.
(() => {
  // the same as api/browser-memory.ts and app/missing-chunk.ts
  const KEY = 'quarterdeck.reloaded-at';
  const ONCE_MS = 20_000;
  function mayReload() {
    try {
      const now = Date.now();
      if (now - Number(localStorage.getItem(KEY) || 0) < ONCE_MS) return false;
      localStorage.setItem(KEY, String(now));
      return localStorage.getItem(KEY) === String(now);
    } catch {
      // storage is forbidden: it would reload for ever
      return false;
    }
  }
  addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLScriptElement) || target.type !== 'module') return;
      if (mayReload()) return location.reload();
      const root = document.getElementById('root');
      if (root !== null && root.childElementCount === 0)
        root.textContent =
          'Quarterdeck could not be loaded. Please reload the page. · 无法加载 Quarterdeck，请重新加载页面。';
    },
    true,
  );
})();
