import type { LayoutName } from '../published-list.js';
import { c2intel } from './c2intel.js';
import { dshield } from './dshield.js';
import { feodo } from './feodo.js';
import { ipsum } from './ipsum.js';
import type { Layout } from './layout.js';
import { loki } from './loki.js';
import { misp } from './misp.js';
import { plain } from './plain.js';
import { spamhaus } from './spamhaus.js';
import { sslbl } from './sslbl.js';
import { stix } from './stix.js';
import { threatfox } from './threatfox.js';
import { tor } from './tor.js';
import { urlhaus } from './urlhaus.js';
import { warninglist } from './warninglist.js';

/** The layouts by name. */
export const layouts: Readonly<Record<LayoutName, Layout>> = {
  c2intel,
  dshield,
  feodo,
  ipsum,
  loki,
  misp,
  plain,
  spamhaus,
  sslbl,
  stix,
  threatfox,
  tor,
  urlhaus,
  warninglist,
};
