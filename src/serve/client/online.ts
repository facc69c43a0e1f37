import { counted, grouped } from '../../report/html/client/words.js';
import { post } from './api.js';
import { openDialog } from './dialog.js';
import { button, checkbox, choice, el } from './dom.js';
import { listen } from './events.js';
import { attempt, say } from './toast.js';
import type { Plan, PlannedSource, Short } from './types.js';

/** Asks for the plan, shows it, and sends it only after a yes. */
export function askOnline(id: string): void {
  openDialog('Ask online', (body, close) => {
    const sources = el('input', {
      set: { type: 'text', autocomplete: 'off', placeholder: 'the usual ones; or rdap, cymru; or all' },
    });
    const exclude = el('input', {
      set: { type: 'text', autocomplete: 'off', placeholder: '203.0.113.0/24, 2001:db8::1' },
    });
    const tlp = choice('Evidence is marked', ['', 'clear', 'green', 'amber', 'amber+strict', 'red'], {
      '': 'not marked',
    });
    const active = checkbox('Also what the peer may notice (reverse DNS)');
    const expected = checkbox('Also expected peers');
    const refresh = checkbox('Ask again although an answer is kept');
    const plan = (): void =>
      attempt(async () => {
        const made = await post<Plan>(`investigations/${id}/plan`, {
          sources: sources.value.split(/[\s,]+/).filter((name) => name !== ''),
          exclude: exclude.value,
          tlp: tlp.select.value,
          active: active.input.checked,
          askExpected: expected.input.checked,
          refresh: refresh.input.checked,
        });
        showPlan(id, made, body, close);
      });
    body.append(
      el('p', { class: 'note', text: 'Nothing is sent yet: first you see who would be told which addresses.' }),
      el('label', { class: 'field' }, el('span', { text: 'Sources' }), sources),
      el('label', { class: 'field' }, el('span', { text: 'Never ask about' }), exclude),
      tlp.label,
      active.label,
      expected.label,
      refresh.label,
      el('p', { class: 'actions' }, button('Show the plan', plan, { class: 'primary' })),
    );
  });
}

function showPlan(id: string, { id: plan, plan: made, command }: Plan, body: HTMLElement, close: () => void): void {
  const asked = made.sources.filter(({ addresses, cached }) => addresses.length > 0 || cached > 0);
  const others = made.sources.length - asked.length;
  const send = made.requests === 0 ? 'Use the kept answers' : `Send ${counted(made.requests, 'request')}`;
  body.replaceChildren(
    el('p', {
      text: `${counted(made.addresses.length, 'address', 'addresses')}, ${counted(made.requests, 'request')} to ${counted(asked.length, 'source')}.`,
    }),
    el('ul', { class: 'plan' }, asked.map(sourceItem)),
    el('p', {
      class: 'note',
      text: [
        others > 0 ? `${grouped(others)} more not asked (no key, or nothing to ask).` : '',
        ...made.skipped.map(({ reason, addresses }) => `${addresses} ${reason}.`),
      ].join(' '),
    }),
    el('p', { class: 'note' }, 'On the command line: ', el('code', { text: command })),
    el(
      'p',
      { class: 'actions' },
      button(send, () => attempt(() => carryOut(id, plan, body, close)), { class: 'primary' }),
      button('Send nothing', close),
    ),
  );
}

function sourceItem({ title, hosts, kind, addresses, requests, cached, quotaLeft, tells }: PlannedSource): HTMLElement {
  const cost = [
    requests > 0 ? `${counted(requests, 'request')}${quotaLeft === null ? '' : ` of ${quotaLeft} left`}` : '',
    cached > 0 ? `${cached} kept answers` : '',
    kind === 'active' ? 'the peer may notice' : '',
  ];
  const named =
    addresses.length > 8 ? `${addresses.slice(0, 8).join(' ')} and ${addresses.length - 8} more` : addresses.join(' ');
  return el(
    'li',
    {},
    el('b', { text: title }),
    ` ${cost.filter((part) => part !== '').join(', ')}`,
    el('small', { text: tells }),
    addresses.length === 0 ? null : el('small', {}, `tells ${hosts.join(', ')} about `, el('code', { text: named })),
  );
}

async function carryOut(id: string, plan: string, body: HTMLElement, close: () => void): Promise<void> {
  const bars = new Map<string, HTMLElement>();
  const list = el('ul', { class: 'plan', set: { role: 'status' } });
  body.replaceChildren(
    el('p', { text: 'Asking. Every answer is kept, so nothing is lost by stopping.' }),
    list,
    el(
      'p',
      { class: 'actions' },
      button('Stop', () => attempt(() => post(`investigations/${id}/stop`))),
    ),
  );
  const stop = listen('asking', (progress) => {
    if (progress.id !== id) return;
    const { source, done, total, known, failed, reason } = progress;
    const said = `${done} of ${total}, ${known} known${failed > 0 ? `, ${failed} failed${reason === null ? '' : `: ${reason}`}` : ''}`;
    const item = el('li', {}, el('b', { text: source }), ` ${said}`);
    bars.get(source)?.remove();
    bars.set(source, item);
    list.append(item);
  });
  try {
    const { hasFailed } = await post<Short & { hasFailed: boolean }>(`investigations/${id}/ask`, { plan });
    say(
      hasFailed ? 'Asked; some could not answer' : 'Asked',
      hasFailed ? 'The ledger of each peer says who and why.' : null,
    );
  } finally {
    stop();
    close();
  }
}
