export { openPack } from './offline/pack.js';
export { openPorts } from './offline/ports.js';
export { openPrograms } from './offline/programs.js';
