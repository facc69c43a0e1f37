import { post, sendFile } from './api.js';
import { el } from './dom.js';
import { Working } from './working.js';
import type { Short } from './types.js';

/** One file and its name below what was dropped: `folder/netstat.txt`. */
interface Given {
  readonly name: string;
  readonly file: File;
}

const MOST_FILES = 10_000;

/** Takes files and folders that are dropped anywhere on the page. */
export function takeDrops(take: (files: readonly Given[]) => void): void {
  const veil = el('div', { class: 'veil', set: { 'aria-hidden': 'true' } }, el('p', { text: 'Drop to investigate' }));
  document.body.append(veil);
  let depth = 0;
  const show = (isOver: boolean): void => void veil.classList.toggle('over', isOver);
  addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    depth++;
    show(true);
  });
  addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) show(false);
  });
  addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    depth = 0;
    show(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    void filesOf(event.dataTransfer).then(take);
  });
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** Files that somebody chose in a dialog. */
export function chosen(input: HTMLInputElement): Given[] {
  return [...(input.files ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

async function filesOf(transfer: DataTransfer | null): Promise<Given[]> {
  // Entries have to be asked for before anything is awaited: the list is empty afterwards.
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...(transfer?.files ?? [])].map((file) => ({ file, name: file.name }));
  const files: Given[] = [];
  for (const entry of entries) await collect(entry, files);
  return files;
}

async function collect(entry: FileSystemEntry, files: Given[]): Promise<void> {
  if (files.length >= MOST_FILES) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    files.push({ file, name: entry.fullPath.replace(/^\//, '') });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    // A folder is told in portions, and ends with an empty one.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const inner of some) await collect(inner, files);
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Sends the files and has them read together; the investigation that became of them. */
export async function investigateFiles(files: readonly Given[], isPrivate: boolean): Promise<Short> {
  const working = new Working('Receiving');
  try {
    const { upload } = await post<{ upload: string }>('uploads');
    const size = files.reduce((sum, { file }) => sum + file.size, 0);
    let sent = 0;
    for (const [index, { file, name }] of files.entries()) {
      await sendFile(upload, name, file, (share) =>
        working.show(
          `Receiving ${name} (${index + 1} of ${files.length})`,
          size === 0 ? 1 : (sent + share * file.size) / size,
        ),
      );
      sent += file.size;
    }
    working.show('Reading and judging', null);
    return await post<Short>('investigations', { upload, private: isPrivate });
  } finally {
    working.close();
  }
}

/** Has this computer read. */
export async function investigateLive(isPrivate: boolean): Promise<Short> {
  const working = new Working('Asking this computer for its connections');
  try {
    return await post<Short>('investigations', { private: isPrivate });
  } finally {
    working.close();
  }
}
