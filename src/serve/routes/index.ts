import type { Route } from '../_call.js';
import { compareRoutes } from './compare.js';
import { deskRoutes } from './desk.js';
import { investigationRoutes } from './investigations.js';
import { noteRoutes } from './notes.js';
import { onlineRoutes } from './online.js';
import { reportRoutes } from './reports.js';
import { savedRoutes } from './saved.js';
import { uploadRoutes } from './uploads.js';

/** Everything that the page can ask for. */
export const routes: readonly Route[] = [
  ...compareRoutes,
  ...deskRoutes,
  ...investigationRoutes,
  ...noteRoutes,
  ...onlineRoutes,
  ...reportRoutes,
  ...savedRoutes,
  ...uploadRoutes,
];
