export { openPack } from './offline/pack.js';
