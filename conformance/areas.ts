import { CREATE } from './areas/create.ts';
import { DESCRIBE } from './areas/describe.ts';
import { GET } from './areas/get.ts';
import type { Area } from './entry.ts';

/** All of the suite: a new area is one file and one line here. */
export const AREAS: readonly Area[] = [GET, DESCRIBE, CREATE];
