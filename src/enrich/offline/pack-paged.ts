import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { join } from 'node:path';
import { check, damaged, type PackSections, PAGE, sectionsOf, sizeOf, unreadable } from './pack-file.js';

/** From here on many addresses are being looked up: one read of the rest is cheaper than more reads, or more asking. */
const PAGES_BEFORE_ALL = 400;
const QUESTIONS_BEFORE_ALL = 20_000;

/** A pack file of which only the pages asked for are read. */
export interface PagedFile extends PackSections {
  /** Reads and checks what was not read yet; the memory that this file is looked up in, for another thread. */
  whole(): SharedArrayBuffer;
  /** Reads the bytes for `whole` beside what else is done. What goes wrong is told when they are asked for. */
  ahead(): Promise<void>;
  close(): void;
}

/** Opens a pack file for a few look-ups. Must be closed. Throws UserError when missing, and when a page is damaged. */
export function openPackFile(directory: string, name: string): PagedFile {
  const file = open(join(directory, name));
  const head = new Uint8Array(PAGE);
  const length = file.size;
  fill(file.descriptor, head, 0, Math.min(PAGE, length), name);
  const size = sizeOf(head, length, name);
  // Untouched pages of a large buffer cost no memory: the system gives them when they are written to.
  const buffer = new SharedArrayBuffer(length);
  const bytes = new Uint8Array(buffer);
  fill(file.descriptor, bytes, size, length, name);
  const checksums = new Uint32Array(buffer, size, Math.ceil(size / PAGE));
  const isRead = new Uint8Array(checksums.length);
  let pagesLeft = PAGES_BEFORE_ALL;
  let questionsLeft = QUESTIONS_BEFORE_ALL;
  let hasAll = false;

  function readPage(page: number): void {
    fill(file.descriptor, bytes, page * PAGE, Math.min((page + 1) * PAGE, size), name);
    check(buffer, page, size, checksums, name);
    isRead[page] = 1;
  }

  function readAll(): void {
    if (!hasAll) fill(file.descriptor, bytes, 0, size, name);
    for (let page = 0; page < checksums.length; page++)
      if (isRead[page] === 0) check(buffer, page, size, checksums, name);
    paged.isWhole = true;
    file.close();
  }

  readPage(0);
  const paged = {
    sections: sectionsOf(bytes, size, name),
    isWhole: false,
    need(view: Uint8Array | Uint16Array | Uint32Array, from: number, to: number): void {
      if (paged.isWhole || to <= from) return;
      if (questionsLeft-- === 0) return readAll();
      const first = Math.floor((view.byteOffset + from * view.BYTES_PER_ELEMENT) / PAGE);
      const last = Math.floor((view.byteOffset + to * view.BYTES_PER_ELEMENT - 1) / PAGE);
      for (let page = first; page <= last; page++) {
        if (isRead[page] === 1) continue;
        if (pagesLeft-- === 0) return readAll();
        readPage(page);
      }
    },
    whole(): SharedArrayBuffer {
      if (!paged.isWhole) readAll();
      return buffer;
    },
    async ahead(): Promise<void> {
      if (paged.isWhole || hasAll) return;
      hasAll = await file.fills(bytes.subarray(0, size));
    },
    close: (): void => file.close(),
  };
  return paged;
}

/** A file that another thread has read whole and checked; nothing is copied, and there is nothing to close. */
export function sharedPackFile(buffer: SharedArrayBuffer, name: string): PagedFile {
  const bytes = new Uint8Array(buffer);
  // The header is looked at again: who shares may be another version of farend.
  const sections = sectionsOf(bytes, sizeOf(bytes, bytes.byteLength, name), name);
  return { sections, isWhole: true, need: () => {}, whole: () => buffer, ahead: async () => {}, close: () => {} };
}

interface OpenFile {
  readonly descriptor: number;
  readonly size: number;
  /** Reads the beginning of the file on another thread; whether that filled the bytes. The file stays open until then. */
  fills(bytes: Uint8Array): Promise<boolean>;
  close(): void;
}

function open(path: string): OpenFile {
  try {
    const descriptor = openSync(path, 'r');
    let isOpen = true;
    let reads = 0;
    const close = (): void => {
      if (isOpen && reads === 0) closeSync(descriptor);
      isOpen = false;
    };
    const fills = (bytes: Uint8Array): Promise<boolean> =>
      new Promise((resolve) => {
        reads++;
        read(descriptor, bytes, 0, bytes.length, 0, (error, got) => {
          if (--reads === 0 && !isOpen) closeSync(descriptor);
          resolve(error === null && got === bytes.length);
        });
      });
    return { descriptor, size: fstatSync(descriptor).size, fills, close };
  } catch (error) {
    throw unreadable(error);
  }
}

/** Fills `bytes[from..to)` from the same place of the file. */
function fill(descriptor: number, bytes: Uint8Array, from: number, to: number, name: string): void {
  let at = from;
  while (at < to) {
    const got = readSync(descriptor, bytes, at, to - at, at);
    if (got === 0) throw damaged(name, 'it is not whole');
    at += got;
  }
}
