import { bodyOf, flagField, json, type Route } from '../_call.js';
import { shortly } from '../_shown.js';
import type { Found } from '../world.js';

/** The folder of plain files: into it and out of it again. */
export const savedRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/investigations/:id/save',
    async run(call) {
      const { desk, parameters } = call;
      const body = await bodyOf(call);
      const opened = desk.at(parameters.id);
      opened.saved = await desk.inTurn(() => desk.library.save(opened, flagField(body, 'evidence')));
      desk.events.tell('desk', {});
      return json({ saved: opened.saved });
    },
  },
  {
    method: 'POST',
    path: '/api/saved/:name/open',
    run({ desk, parameters: { name } }) {
      const known = desk.all().find(({ saved }) => saved === name);
      if (known !== undefined) return json(shortly(known));
      const { title, folder, investigation, notes } = desk.library.open(name);
      const found: Found = {
        command: 'judge',
        words: [],
        operands: [],
        investigation,
        files: [],
        notes: [],
        saved: folder,
      };
      return json(shortly(desk.put({ title, folder: null, found, notes, saved: name })), 201);
    },
  },
];
