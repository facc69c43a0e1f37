// How numbers are written, for pages that write them in the browser.
export { counted, grouped, percent } from '../../_numbers.js';
