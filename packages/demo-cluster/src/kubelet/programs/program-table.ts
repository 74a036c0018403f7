import type { Program } from '../process.ts';
import { ARCHIVE_PROGRAMS } from './archive-programs.ts';
import { BYTE_PROGRAMS } from './byte-programs.ts';
import { CHECKSUM_PROGRAMS } from './checksum-programs.ts';
import { LIST_PROGRAMS } from './list-programs.ts';
import { MACHINE_PROGRAMS } from './machine-programs.ts';
import { NETWORK_PROGRAMS } from './network-programs.ts';
import { SERVICE_PROGRAMS } from './service-programs.ts';
import { vi } from './vi.ts';

/** Programs of the demo's own: what moves bytes, talks to the network, or looks at a machine that is not there. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  ...BYTE_PROGRAMS,
  ...CHECKSUM_PROGRAMS,
  ...ARCHIVE_PROGRAMS,
  ...LIST_PROGRAMS,
  ...MACHINE_PROGRAMS,
  ...NETWORK_PROGRAMS,
  ...SERVICE_PROGRAMS,
  vi,
};

export const programNames = (): readonly string[] => Object.keys(PROGRAMS);

export function programNamed(name: string): Program | undefined {
  return Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
}
