import { ACCESS } from './areas/access.ts';
import { CHANGE } from './areas/change.ts';
import { CLUSTER } from './areas/cluster.ts';
import { CREATE } from './areas/create.ts';
import { DESCRIBE } from './areas/describe.ts';
import { GET } from './areas/get.ts';
import { NODES } from './areas/nodes.ts';
import { STREAMS } from './areas/streams.ts';
import { WORKLOADS } from './areas/workloads.ts';
import type { Area } from './entry.ts';

/** All of the suite: a new area is one file and one line here. */
export const AREAS: readonly Area[] = [ACCESS, CHANGE, CLUSTER, CREATE, DESCRIBE, GET, NODES, STREAMS, WORKLOADS];
