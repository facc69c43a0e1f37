import { post } from './api.js';
import { openDialog } from './dialog.js';
import { button, checkbox, choice, el } from './dom.js';
import { attempt, say } from './toast.js';
import type { DeskState, View } from './types.js';

/** What people take most often comes first. */
const TITLES: Readonly<Record<string, string>> = {
  html: 'Evidence report, one web page',
  xlsx: 'Excel workbook',
  markdown: 'Markdown, for a ticket',
  text: 'Text, as in the terminal',
  csv: 'CSV, a peer per line',
  json: 'JSON, everything',
  ndjson: 'NDJSON, a peer per line',
  hunts: 'Ready hunts for the bad peers',
  blocklist: 'Block lines of the malicious peers, for review',
  stix: 'STIX 2.1 bundle',
  misp: 'MISP event',
  ecs: 'Elastic Common Schema, NDJSON',
  ocsf: 'OCSF, NDJSON',
};
const ORDER = Object.keys(TITLES);

/** Every report as a download. */
export function download({ id }: View, { reports, flavours }: DeskState): void {
  openDialog('Download', (body) => {
    const edition = choice('HTML report for', ['analyst', 'client'], {
      analyst: 'analysts',
      client: 'a client: redacted, defanged',
    });
    const tlp = choice('TLP marking', ['amber', 'clear', 'green', 'amber+strict', 'red']);
    const flavour = choice('Block lines for', flavours);
    const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
    const links = [...reports]
      .sort((a, b) => place(a.name) - place(b.name))
      .map(({ name, hasEditions }) => {
        const link = el('a', { text: TITLES[name] ?? name, set: { download: '' } });
        const point = (): void => {
          const query = new URLSearchParams({ tlp: tlp.select.value });
          if (hasEditions) query.set('edition', edition.select.value);
          if (name === 'blocklist') query.set('blocklist', flavour.select.value);
          link.href = `/api/investigations/${id}/reports/${name}?${query}`;
        };
        point();
        body.addEventListener('change', point);
        return el('li', {}, link);
      });
    body.append(
      el('div', { class: 'fields' }, edition.label, tlp.label, flavour.label),
      el('ul', { class: 'downloads' }, links),
    );
  });
}

/** Into the folder of plain files. */
export function save({ id, saved, hasEvidence }: View, { folder }: DeskState, done: (name: string) => void): void {
  openDialog(saved === null ? 'Save' : 'Save again', (body, close) => {
    const evidence = checkbox('With copies of the evidence', false);
    body.append(
      el('p', {}, 'Plain files that need no farend to be read, in ', el('code', { text: folder })),
      hasEvidence ? evidence.label : '',
      el(
        'p',
        { class: 'actions' },
        button(
          'Save',
          () =>
            attempt(async () => {
              const { saved: name } = await post<{ saved: string }>(`investigations/${id}/save`, {
                evidence: evidence.input.checked,
              });
              say(`Saved as ${name}`);
              done(name);
              close();
            }),
          { class: 'primary' },
        ),
      ),
    );
  });
}
