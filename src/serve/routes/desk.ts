import { blocklistFlavours, reports } from '../../report/index.js';
import { json, type Route } from '../_call.js';
import { shortly } from '../_shown.js';

/** What is open, what is saved, and what can be made of it. */
export const deskRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/desk',
    run: ({ desk }) =>
      json({
        open: desk.all().map(shortly),
        saved: desk.library.list(),
        folder: desk.library.folder,
        reports: reports.map(({ name, hasEditions }) => ({ name, hasEditions: hasEditions === true })),
        flavours: blocklistFlavours,
      }),
  },
  { method: 'GET', path: '/api/events', run: () => ({ kind: 'events' }) },
];
