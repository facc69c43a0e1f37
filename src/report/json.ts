import { investigationObject, peerObject } from './_contract.js';
import { jsonText } from './_json-text.js';
import type { Report } from './report.js';

/** The published contract (schema/investigation.schema.json), written peer by peer. */
export const json: Report = {
  name: 'json',
  title: 'JSON, one document, stable names (schema/investigation.schema.json)',
  mediaType: 'application/json',
  extensions: ['json'],
  render(investigation, _options, write) {
    // The object's own closing brace comes after the peers.
    write(`${jsonText(investigationObject(investigation)).slice(0, -1)},"peers":[`);
    let separator = '\n';
    for (const judged of investigation.peers) {
      write(separator + jsonText(peerObject(judged, investigation.inputs)));
      separator = ',\n';
    }
    write('\n]}\n');
  },
};
