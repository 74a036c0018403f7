/** Which session of the BFF a container's terminal has in this tab: a reload finds it again. Holds no credential. */
export interface TerminalMemory {
  get(): string | undefined;
  set(session: string): void;
  clear(): void;
}

export interface TerminalPlace {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** of the pod: another pod of the same name is another place */
  readonly uid: string;
  readonly container: string;
}

/** The memory of this browser tab. */
export function tabMemory({ cluster, namespace, uid, container }: TerminalPlace): TerminalMemory {
  const key = `quarterdeck.terminal:${[cluster, namespace, uid, container].map(encodeURIComponent).join('/')}`;
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch {
      return undefined; // storage is forbidden: a reload starts anew
    }
  };
  return {
    get: () => attempt(() => sessionStorage.getItem(key)) ?? undefined,
    set: (session) => attempt(() => sessionStorage.setItem(key, session)),
    clear: () => attempt(() => sessionStorage.removeItem(key)),
  };
}
