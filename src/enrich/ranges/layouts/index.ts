import type { RangeLayout } from '../range-entry.js';
import { atlassian } from './atlassian.js';
import { aws } from './aws.js';
import { azureTags } from './azure-tags.js';
import { cidrText } from './cidr-text.js';
import { cloudflareApi } from './cloudflare-api.js';
import { datadog } from './datadog.js';
import { fastly } from './fastly.js';
import { geofeed, geofeedCountries } from './geofeed.js';
import { githubMeta } from './github-meta.js';
import { google, googleAll } from './google.js';
import { microsoft365 } from './microsoft-365.js';
import { okta } from './okta.js';
import { oracle } from './oracle.js';
import { protonVpn } from './proton-vpn.js';
import { zscaler } from './zscaler.js';

/** All layouts, alphabetical. */
export const rangeLayouts: readonly RangeLayout[] = [
  atlassian,
  aws,
  azureTags,
  cidrText,
  cloudflareApi,
  datadog,
  fastly,
  geofeed,
  geofeedCountries,
  githubMeta,
  google,
  googleAll,
  microsoft365,
  okta,
  oracle,
  protonVpn,
  zscaler,
];
