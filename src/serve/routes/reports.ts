import { join } from 'node:path';
import { noted } from '../../flow/noted.js';
import { UserError } from '../../model/errors.js';
import { reports } from '../../report/index.js';
import type { Route } from '../_call.js';

/** Options of a report that the page may set, by the name they have on the command line. */
const OPTIONS = ['edition', 'tlp', 'blocklist'] as const;

/** Every report as a file, made as `farend --out FILE` makes it. */
export const reportRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/investigations/:id/reports/:name',
    async run({ desk, parameters, query }) {
      const opened = desk.at(parameters.id);
      const entry = reports.find(({ name }) => name === parameters.name);
      if (entry === undefined) throw new UserError(`no report ${parameters.name}`);
      const words = OPTIONS.flatMap((option) => {
        const value = query.get(option);
        return value === null || value === '' ? [] : [`--${option}=${value}`];
      });
      const path = join(desk.spool.folder, `report-${desk.nextId()}`);
      const found = { ...opened.found, investigation: noted(opened.found.investigation, opened.notes) };
      await desk.inTurn(() => desk.world.report(words, entry.name, found, path));
      const { mediaType } = await entry.load();
      const ending = entry.extensions[0] ?? 'txt';
      return { kind: 'file', path, name: `${opened.title.slice(0, 80)}.${ending}`, type: mediaType };
    },
  },
];
