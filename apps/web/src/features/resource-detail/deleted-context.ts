import { createContext, use } from 'react';

/** Whether the page's object is gone. */
export const DeletedContext = createContext(false);

/** Whether the page's object is gone: it can be read, and nothing can be done to it. */
export function useDeleted(): boolean {
  return use(DeletedContext);
}
