import { createContext } from 'react';
import type { OwnRow } from './own-row.ts';

/** The row of the page's object; undefined until it has come. One subscription serves the whole page. */
export const OwnRowContext = createContext<OwnRow | undefined>(undefined);
