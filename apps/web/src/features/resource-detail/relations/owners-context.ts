import { createContext } from 'react';
import { NO_OWNERS, type Owners } from './owner-chain.ts';

/** The owners of the page's object: the title and the relations show the same, from the same live queries. */
export const OwnersContext = createContext<Owners>(NO_OWNERS);
