import type { Scenario } from './scenario.ts';
import { create, DELETE_ALL, recreated } from './t6-1-create.ts';
import { deletion, parallel } from './t6-1-delete.ts';
import { partition, scaling, update } from './t6-1-update.ts';

/** StatefulSet basics: identity, order, storage, updates, deletion. */
export const T6_1: Scenario = {
  id: 'T6.1',
  title: 'StatefulSet basics',
  files: ['web.yaml', 'web-parallel.yaml'],
  steps: [...create, ...DELETE_ALL, ...recreated, ...scaling, ...update, ...partition, ...deletion, ...parallel],
};
