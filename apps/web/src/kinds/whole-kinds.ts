import type { KindDefinition } from './define-kind.ts';
import { kindsOf } from './registry.ts';

const files = import.meta.glob<KindDefinition>('./*.kind.tsx', { eager: true, import: 'default' });

/** Every kind that has a file, with what objects' pages read of it. Loaded with those. */
export const wholeKinds = kindsOf(Object.values(files));
