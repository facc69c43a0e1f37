import { UserError } from '../../model/errors.js';
import { planText } from '../../report/plan.js';
import { bodyOf, flagField, json, listField, type Route, textField } from '../_call.js';
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
      if (opened.offline.operands.length === 0) {
        // What is saved holds verdicts and reasons, not all that they were made from.
        throw new UserError('a reopened investigation is not judged anew', 'Drop its listing again, then ask.');
      }
      const asking = await desk.world.plan(words, opened.offline);
      opened.plan = { id: desk.nextId(), asking, words };
      return json({ id: opened.plan.id, plan: asking.plan, text: planText(asking.plan), words });
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
        const asked = await desk.world.ask(plan.words, opened.offline, plan.asking, signal, (progress) =>
          desk.events.tell('asking', { id: opened.id, ...progress }),
        );
        opened.found = { ...opened.offline, investigation: asked.investigation };
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

/** What is wished, as it would be typed. */
function wordsOf(body: Readonly<Record<string, unknown>>): string[] {
  const sources = listField(body, 'sources');
  const words = [sources.length === 0 ? '--online' : `--online=${sources.join(',')}`];
  if (flagField(body, 'active')) words.push('--active');
  if (flagField(body, 'askExpected')) words.push('--ask-expected');
  if (flagField(body, 'refresh')) words.push('--refresh');
  const [tlp, exclude] = [textField(body, 'tlp', 20), textField(body, 'exclude')];
  if (tlp !== '') words.push(`--tlp=${tlp}`);
  if (exclude !== '') words.push(`--exclude=${exclude}`);
  return words;
}
