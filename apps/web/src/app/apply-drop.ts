/** What was dropped on the window: entries of the file system where the browser gives them, else files. */
type DroppedFiles = readonly (FileSystemEntry | File)[];

/** Files between the drop, which may happen on any page, and the apply page, which is read for them. */
class ApplyDrop {
  readonly #listeners = new Set<() => void>();
  #files: DroppedFiles | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): DroppedFiles | undefined => this.#files;

  readonly put = (files: DroppedFiles): void => this.#set(files);
  /** The page has them. */
  readonly clear = (): void => this.#set(undefined);

  #set(files: DroppedFiles | undefined): void {
    if (this.#files === files) return;
    this.#files = files;
    for (const listener of this.#listeners) listener();
  }
}

/** The files that wait for the apply page of this tab. */
export const applyDrop = new ApplyDrop();
