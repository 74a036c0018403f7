import app from './locales/zh-CN/app.json';
import bulk from './locales/zh-CN/bulk.json';
import kindLists from './locales/zh-CN/kind-lists.json';
import list from './locales/zh-CN/list.json';
import live from './locales/zh-CN/live.json';

/** The Chinese words of the first page by namespace, in one chunk. Every other namespace comes with the part that speaks it. */
export const words = { app, bulk, 'kind-lists': kindLists, list, live };
