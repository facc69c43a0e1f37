import { UserError } from '../../model/errors.js';
import { cardOf, peerRows, sectionsOf } from '../../report/html/sections.js';
import { bodyOf, type Call, flagField, json, NotFound, type Route, textField } from '../_call.js';
import { shortly, titleOf } from '../_shown.js';
import { type Desk, MOST_OPEN, type Opened } from '../desk.js';
import type { Reading } from '../world.js';

/** Reads what was dropped or this computer, and shows it: the same sections and cards as the HTML report. */
export const investigationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/investigations',
    async run(call) {
      const body = await bodyOf(call);
      const { desk } = call;
      if (desk.all().length >= MOST_OPEN) throw new UserError(`${MOST_OPEN} are open`, 'Close one first.');
      const words = flagField(body, 'private') ? ['--private'] : [];
      const upload = textField(body, 'upload');
      const opened = await desk.reading((reading) =>
        upload === '' ? live(desk, words, reading) : dropped(desk, words, upload, reading),
      );
      return json(shortly(opened), 201);
    },
  },
  {
    method: 'POST',
    path: '/api/reading/stop',
    run({ desk }) {
      desk.stopReading();
      return json({});
    },
  },
  { method: 'GET', path: '/api/investigations/:id', run: view },
  {
    method: 'GET',
    path: '/api/investigations/:id/rows',
    run: ({ desk, parameters }) => ({
      kind: 'text',
      type: 'application/json',
      text: peerRows(desk.at(parameters.id).found.investigation),
    }),
  },
  {
    method: 'GET',
    path: '/api/investigations/:id/peers/:index',
    async run({ desk, parameters }) {
      const { found, notes } = desk.at(parameters.id);
      const { peers } = found.investigation;
      const index = Number(parameters.index);
      if (!Number.isInteger(index) || index < 0 || index >= peers.length) throw new NotFound();
      const { text } = peers.at(index).peer;
      const html = cardOf(found.investigation, index, await desk.world.rawRows(found, index));
      return json({ address: text, html, note: notes.get(text) ?? null });
    },
  },
  {
    method: 'DELETE',
    path: '/api/investigations/:id',
    run({ desk, parameters }) {
      desk.drop(desk.at(parameters.id).id);
      return json({});
    },
  },
];

function view({ desk, parameters }: Call) {
  const opened = desk.at(parameters.id);
  const { found, notes } = opened;
  return json({
    ...shortly(opened),
    ...sectionsOf(found.investigation),
    said: found.notes,
    hasEvidence: opened.folder !== null,
    isPrivate: found.words.includes('--private'),
    notes: Object.fromEntries(notes),
  });
}

async function dropped(desk: Desk, words: readonly string[], upload: string, reading: Reading): Promise<Opened> {
  const { folder, names } = desk.upload(upload);
  if (names.length === 0) throw new UserError('nothing to read', 'Drop a file on the page.');
  const found = await desk.world.read(words, names, folder, reading);
  return desk.put({ title: titleOf(names), folder, found, notes: new Map(), saved: null });
}

async function live(desk: Desk, words: readonly string[], reading: Reading): Promise<Opened> {
  const found = await desk.world.readLive(words, reading);
  const time = desk.world.now().toISOString().slice(11, 16);
  return desk.put({ title: `this computer, ${time} UTC`, folder: null, found, notes: new Map(), saved: null });
}
