import { UserError } from '../../model/errors.js';
import { planText } from '../../report/plan.js';
import { bodyOf, flagField, json, listField, type Route, textField } from '../_call.js';
import type { Opened } from '../desk.js';
import { shortly } from '../_shown.js';

/** First the plan, then, agreed to by its number, exactly that plan. Keys stay where they are. */
export const onlineRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/investigations/:id/plan',
    async run(call) {
      const { desk, parameters } = call;
      const words = wordsOf(await bodyOf(call));
      const opened = desk.at(parameters.id);
      const planned = await desk.inTurn(() => desk.world.plan(words, opened.found));
      const { plan } = planned.asking;
      opened.plan = { id: desk.nextId(), planned, words };
      return json({ id: opened.plan.id, plan, text: planText(plan), command: commandOf(opened, words) });
    },
  },
  {
    method: 'POST',
    path: '/api/investigations/:id/ask',
    async run(call) {
      const { desk, parameters } = call;
      const opened = desk.at(parameters.id);
      const agreed = textField(await bodyOf(call), 'plan');
      const { plan } = opened;
      // What was agreed to is what is sent: another plan, or the same a second time, needs a new yes.
      if (plan === null || plan.id !== agreed) throw new UserError('this plan is not the one that was shown last');
      if (opened.asking !== null) throw new UserError('services are being asked already');
      opened.plan = null;
      opened.asking = new AbortController();
      try {
        const { signal } = opened.asking;
        const { found } = plan.planned;
        const asked = await desk.world.ask(plan.words, plan.planned, signal, (progress) =>
          desk.events.tell('asking', { id: opened.id, ...progress }),
        );
        // The next asking goes on from here: what others said stays beside what is said then.
        opened.found = { ...found, words: [...found.words, ...plan.words], investigation: asked.investigation };
        return json({ ...shortly({ ...opened, asking: null }), hasFailed: asked.hasFailed });
      } finally {
        opened.asking = null;
        desk.events.tell('changed', { id: opened.id });
      }
    },
  },
  {
    method: 'POST',
    path: '/api/investigations/:id/stop',
    run({ desk, parameters }) {
      desk.at(parameters.id).asking?.abort();
      return json({});
    },
  },
];

/** The same on the command line. */
function commandOf({ found, saved }: Opened, words: readonly string[]): string {
  const command = found.command === 'investigate' ? ['farend'] : ['farend', found.command];
  const operand = found.command === 'judge' ? saved : found.command === 'live' ? null : 'FILE';
  return [...command, ...found.words, ...words, operand].filter((word) => word !== null).join(' ');
}

/** What is wished, as it would be typed. */
function wordsOf(body: Readonly<Record<string, unknown>>): string[] {
  const sources = listField(body, 'sources');
  const words = [sources.length === 0 ? '--online' : `--online=${sources.join(',')}`];
  if (flagField(body, 'active')) words.push('--active');
  if (flagField(body, 'askExpected')) words.push('--ask-expected');
  if (flagField(body, 'refresh')) words.push('--refresh');
  const [tlp, pap, exclude] = [textField(body, 'tlp', 20), textField(body, 'pap', 20), textField(body, 'exclude')];
  if (tlp !== '') words.push(`--tlp=${tlp}`);
  if (pap !== '') words.push(`--pap=${pap}`);
  if (exclude !== '') words.push(`--exclude=${exclude}`);
  return words;
}
