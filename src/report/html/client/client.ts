// What the page does with a script: filter, sort, pages, copying, opening a peer. It reads completely without.
import { addCopyButtons } from './copy.js';
import { openByAddress, openForPrint } from './open.js';
import { startTable } from './table.js';

startTable();
addCopyButtons(document);
openByAddress();
openForPrint();
