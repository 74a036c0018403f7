import { useComputedColorScheme } from '@mantine/core';
import { useState } from 'react';
import type { ScreenLook } from './xterm-screen.ts';

const KEY = 'quarterdeck.terminal';
const SMALLEST = 9;
const LARGEST = 28;
const DEFAULT = 13;

interface Saved {
  readonly fontSize: number;
  readonly screenReader: boolean;
}

/** How the terminal looks: follows the app's scheme; size and screen reader support are the person's choice and remembered. */
export function useScreenLook() {
  const scheme = useComputedColorScheme('light');
  const [saved, setSaved] = useState(read);
  const change = (next: Saved) => {
    setSaved(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // storage is forbidden: the choice holds for this visit
    }
  };
  const look: ScreenLook = { scheme, ...saved };
  return {
    look,
    resizeFont: (by: number) => change({ ...saved, fontSize: clamp(saved.fontSize + by) }),
    setScreenReader: (screenReader: boolean) => change({ ...saved, screenReader }),
  };
}

function clamp(size: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, size));
}

function read(): Saved {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Saved> | null;
    return {
      fontSize: typeof value?.fontSize === 'number' ? clamp(value.fontSize) : DEFAULT,
      screenReader: value?.screenReader === true,
    };
  } catch {
    return { fontSize: DEFAULT, screenReader: false };
  }
}
