import { investigationObject, peerObject } from './_contract.js';
import { jsonText } from './_json-text.js';
import type { Report } from './report.js';

/** One object a line, each with its `kind`: first the investigation, then its peers. */
export const ndjson: Report = {
  name: 'ndjson',
  title: 'JSON, one peer a line, for jq and log pipelines',
  mediaType: 'application/x-ndjson',
  extensions: ['ndjson', 'jsonl'],
  render(investigation, _options, write) {
    write(`${jsonText({ kind: 'investigation', ...investigationObject(investigation) })}\n`);
    for (const judged of investigation.peers) {
      write(`${jsonText({ kind: 'peer', ...peerObject(judged, investigation.inputs) })}\n`);
    }
  },
};
