export { dataHome } from '../enrich/update/data-home.js';
