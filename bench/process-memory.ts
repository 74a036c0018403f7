import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB: now, or its peak (proc(5)). Linux only. */
export function processMemory(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(new RegExp(`${field}:\\s+(\\d+) kB`))?.[1] ?? 0) / 1024;
}
