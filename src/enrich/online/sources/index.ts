import type { HttpSource } from '../source.js';
import { abuseipdb } from './abuseipdb.js';
import { censys } from './censys.js';
import { circlGeolookup } from './circl-geolookup.js';
import { criminalip } from './criminalip.js';
import { crowdsec } from './crowdsec.js';
import { greynoise } from './greynoise.js';
import { greynoiseCommunity } from './greynoise-community.js';
import { internetdb } from './internetdb.js';
import { ip2location } from './ip2location.js';
import { ipApi } from './ip-api.js';
import { ipapiCo } from './ipapi-co.js';
import { ipinfo } from './ipinfo.js';
import { ipinfoDetails } from './ipinfo-details.js';
import { ipqs } from './ipqs.js';
import { ipstack } from './ipstack.js';
import { ipwhoisIo } from './ipwhois-io.js';
import { onyphe } from './onyphe.js';
import { otx } from './otx.js';
import { otxNames } from './otx-names.js';
import { pulsedive } from './pulsedive.js';
import { shodan } from './shodan.js';
import { shodanNames } from './shodan-names.js';
import { spur } from './spur.js';
import { threatfox } from './threatfox.js';
import { urlhaus } from './urlhaus.js';
import { virustotal } from './virustotal.js';
import { virustotalNames } from './virustotal-names.js';
import { xforce } from './xforce.js';
import { xforceHistory } from './xforce-history.js';
import { xforceMalware } from './xforce-malware.js';

/** Services that have an opinion about an address or know what it is, by name of their files. */
export const reputationSources: readonly HttpSource[] = [
  abuseipdb,
  censys,
  circlGeolookup,
  criminalip,
  crowdsec,
  greynoise,
  greynoiseCommunity,
  internetdb,
  ipApi,
  ip2location,
  ipapiCo,
  ipinfo,
  ipinfoDetails,
  ipqs,
  ipstack,
  ipwhoisIo,
  onyphe,
  otx,
  otxNames,
  pulsedive,
  shodan,
  shodanNames,
  spur,
  threatfox,
  urlhaus,
  virustotal,
  virustotalNames,
  xforce,
  xforceHistory,
  xforceMalware,
];
