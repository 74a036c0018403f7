import './app/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ownPath } from './api/base-path.ts';
import { recall, remember } from './api/browser-memory.ts';
import { noticePerson } from './api/person-activity.ts';
import { App } from './app/app.tsx';
import { askAhead } from './app/ask-ahead.ts';
import { startLive } from './app/live.ts';
import { takeLocalKey } from './app/local-key.ts';
import { isMissingChunk, mayReload } from './app/missing-chunk.ts';
import { loadWords, startI18n } from './i18n/i18n.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

takeLocalKey();
noticePerson();
const live = startLive();
askAhead(ownPath(location.pathname));
await startI18n().catch((error: unknown) => {
  // without words there is no page to say it on
  if (!isMissingChunk(error) || !mayReload({ recall, remember }, Date.now())) throw error;
  location.reload();
  // the page goes
  return new Promise<never>(() => {});
});
createRoot(root).render(
  <StrictMode>
    <App live={live} />
  </StrictMode>,
);
// what is said of a failure must be there before the connection fails; what needs it asks again
await Promise.allSettled([import('./ui/more-styles.ts'), loadWords(['problems'])]);
