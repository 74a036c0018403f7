import type { DemoObject } from '../store.ts';

/**
 * What a mutating plug-in calls an object: a generated name is only made after it, so its refusals name the beginning ("web-").
 * Our store makes the name first, since the events of controllers want one.
 */
export function nameBeforeAdmission({ metadata }: DemoObject): string {
  return metadata.generateName || metadata.name;
}
