export type { ListEntries, ParsedList } from './entry.js';
export type { PublishedList } from './published-list.js';
export { listSource } from './published-list.js';
export { publishedLists } from './sources.js';
export { parsePublishedList } from './parse-list.js';
export { compileLists } from './compile.js';
export { encodeLists } from './list-file.js';
export { openLists } from './matcher.js';
