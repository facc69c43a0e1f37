import { bodyOf, json, listField, type Route, textField } from '../_call.js';

/** What a person makes of a peer. The command line does it with `farend notes`. */
export const noteRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: '/api/investigations/:id/notes/:address',
    async run(call) {
      const { desk, parameters } = call;
      const body = await bodyOf(call);
      const opened = desk.at(parameters.id);
      const change = {
        status: textField(body, 'status'),
        tags: listField(body, 'tags', 100),
        text: textField(body, 'text', 20_000),
      };
      desk.note(opened, parameters.address, change);
      return json({ notes: Object.fromEntries(opened.notes) });
    },
  },
];
