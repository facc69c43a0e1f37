import { type Flavour, groupsOf } from './_flavour.js';

/** Rule ids from 1,000,000 to 1,999,999 are for local use; these leave room for a site's own. */
const FIRST_ID = 1_850_000;
const ADDRESSES = 50;

/** Alerts, since only a site that runs inline can drop: change the first word where it does. */
export const suricata: Flavour = {
  name: 'suricata',
  title: 'Suricata rules that alert on both directions',
  comment: '#',
  undo: 'Remove the file from rule-files and reload the rules.',
  lines: ({ v4, v6 }) =>
    groupsOf([...v4, ...v6], ADDRESSES).map(
      (group, index) =>
        `alert ip $HOME_NET any <> [${group.join(',')}] any (msg:"farend malicious peer"; classtype:trojan-activity; sid:${FIRST_ID + index}; rev:1;)`,
    ),
};
