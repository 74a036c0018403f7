import app from './locales/en/app.json';
import bulk from './locales/en/bulk.json';
import kindLists from './locales/en/kind-lists.json';
import list from './locales/en/list.json';
import live from './locales/en/live.json';

/** The English words of the first page by namespace, in one chunk. Every other namespace comes with the part that speaks it. */
export const words = { app, bulk, 'kind-lists': kindLists, list, live };
