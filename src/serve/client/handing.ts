import { post } from './api.js';
import { openDialog } from './dialog.js';
import { button, checkbox, choice, el } from './dom.js';
import { attempt, say } from './toast.js';
import type { DeskState, View } from './types.js';

const TITLES: Readonly<Record<string, string>> = {
  blocklist: 'Block lines of the malicious peers, for review',
  csv: 'CSV',
  ecs: 'Elastic Common Schema, NDJSON',
  html: 'Evidence report, one web page',
  json: 'JSON, everything',
  markdown: 'Markdown, for a ticket',
  misp: 'MISP event',
  ndjson: 'NDJSON, a peer per line',
  ocsf: 'OCSF, NDJSON',
  stix: 'STIX 2.1 bundle',
  text: 'Text, as in the terminal',
  xlsx: 'Excel workbook',
};

/** Every report as a download. */
export function download({ id }: View, { reports, flavours }: DeskState): void {
  openDialog('Download', (body) => {
    const edition = choice('HTML report for', ['analyst', 'client'], {
      analyst: 'analysts',
      client: 'a client: redacted, defanged',
    });
    const tlp = choice('TLP marking', ['amber', 'clear', 'green', 'amber+strict', 'red']);
    const flavour = choice('Block lines for', flavours);
    const links = reports.map(({ name, hasEditions }) => {
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
    body.append(edition.label, tlp.label, flavour.label, el('ul', { class: 'downloads' }, links));
  });
}

/** Into the folder of plain files. */
export function save({ id, saved, hasEvidence }: View, { folder }: DeskState): void {
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
              const done = await post<{ saved: string }>(`investigations/${id}/save`, {
                evidence: evidence.input.checked,
              });
              say(`Saved as ${done.saved}`);
              close();
            }),
          { class: 'primary' },
        ),
      ),
    );
  });
}
