// How numbers and notes are written, for pages that write them in the browser.
export { noteLabels } from '../../_note-words.js';
export { counted, grouped, percent } from '../../_numbers.js';
