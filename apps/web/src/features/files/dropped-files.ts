/** A file that is to be uploaded, and where below the directory. */
export interface UploadItem {
  readonly file: File;
  /** "photo.jpg", or "folder/photo.jpg" of a dropped folder */
  readonly path: string;
}

/** More than these are more likely a mistake (a whole project with its dependencies). */
export const MOST_FILES = 1000;

/** The files of a drop, those of folders included, up to one more than {@link MOST_FILES}. To be called within the event. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly UploadItem[]> {
  // entries can be asked for within the event only
  const dropped = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found: UploadItem[] = [];
  for (const item of dropped) {
    if (item instanceof File) found.push({ file: item, path: item.name });
    else if (item !== null) await gather(item, '', found);
  }
  return found;
}

async function gather(entry: FileSystemEntry, below: string, found: UploadItem[]): Promise<void> {
  if (found.length > MOST_FILES) return;
  const path = `${below}${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path });
    return;
  }
  if (!isDirectory(entry)) return;
  const reader = entry.createReader();
  for (;;) {
    // a reader gives a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const each of some) await gather(each, `${path}/`, found);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
