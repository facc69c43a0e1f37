/**
 * Regions by the country that their machines stand in, by the providers' own lists of regions: AWS, Azure (short names of
 * the service tags too), Google Cloud, Oracle Cloud. No two providers use one name for two countries.
 */
const REGIONS: Readonly<Record<string, string>> = {
  AE: 'me-central-1 uaecentral uaenorth me-abudhabi me-dubai',
  AT: 'austriaeast',
  AU: 'ap-southeast-2 ap-southeast-4 australiacentral australiaeast australiasoutheast australia-southeast ap-melbourne ap-sydney',
  BE: 'europe-west1',
  BH: 'me-south-1',
  BR: 'sa-east-1 brazilne brazilse brazilsouth brazilsoutheast southamerica-east1 sa-saopaulo sa-vinhedo',
  CA: 'ca canadacentral canadaeast northamerica-northeast',
  CH: 'eu-central-2 switzerlandn switzerlandnorth switzerlandw switzerlandwest europe-west6 eu-zurich',
  CL: 'chilec chilecentral southamerica-west1 sa-santiago sa-valparaiso',
  CN: 'cn chinaeast chinanorth',
  CO: 'sa-bogota',
  DE: 'eu-central-1 eusc-de germanyn germanynorth germanywc germanywestcentral europe-west3 europe-west10 eu-frankfurt',
  ES: 'eu-south-2 spaincentral europe-southwest1 eu-madrid',
  FI: 'europe-north1',
  FR: 'eu-west-3 centralfrance southfrance francecentral francesouth europe-west9 eu-marseille eu-paris',
  GB: 'eu-west-2 uksouth ukwest europe-west2 uk-cardiff uk-london',
  HK: 'ap-east-1 eastasia asia-east2',
  ID: 'ap-southeast-3 indonesiacentral asia-southeast2 ap-batam',
  IE: 'eu-west-1 northeurope',
  IL: 'il israelcentral israelnorthwest me-west1',
  IN: 'ap-south centralindia southindia westindia jioindiacentral jioindiawest asia-south ap-hyderabad ap-mumbai',
  IT: 'eu-south-1 italynorth europe-west8 europe-west12 eu-milan',
  JP: 'ap-northeast-1 ap-northeast-3 japaneast japanwest asia-northeast1 asia-northeast2 ap-osaka ap-tokyo',
  KR: 'ap-northeast-2 koreacentral koreasouth asia-northeast3 ap-chuncheon ap-seoul',
  MX: 'mx mexicocentral northamerica-south1',
  MY: 'ap-southeast-5 malaysiasouth malaysiawest',
  NL: 'westeurope europe-west4 eu-amsterdam',
  NO: 'norwaye norwayeast norwayw norwaywest',
  NZ: 'ap-southeast-6 newzealandnorth',
  PL: 'polandcentral europe-central2',
  QA: 'qatarcentral me-central1',
  RS: 'eu-jovanovac',
  SA: 'me-central2 me-jeddah me-riyadh',
  SE: 'eu-north-1 swedencentral swedensouth europe-north2 eu-stockholm',
  SG: 'ap-southeast-1 southeastasia asia-southeast1 ap-singapore',
  TH: 'ap-southeast-7',
  TW: 'ap-east-2 taiwannorth taiwannorthwest asia-east1',
  US: 'us centralus centraluseuap eastus eastus2euap northcentralus southcentralus southeastus westcentralus westus',
  ZA: 'af-south-1 southafricanorth southafricawest africa-south1 af-johannesburg',
};

let countries: ReadonlyMap<string, string> | null = null;

/**
 * ISO code of the country that a published region lies in, or null where that is not certain: `eu-west-2`, `uksouth`,
 * `us-ashburn-1`, and the places of geofeeds (`Amsterdam, NL-NH`). Numbers behind a name that has one country don't matter.
 */
export function regionCountry(region: string): string | null {
  const place = /(?:^|, )([A-Z]{2})(?:-[A-Z0-9]{1,3})?$/.exec(region);
  if (place !== null) return place[1];
  countries ??= new Map(
    Object.entries(REGIONS).flatMap(([code, names]) => names.split(' ').map((name) => [name, code] as const)),
  );
  for (let name = region; name !== ''; name = shorter(name)) {
    const code = countries.get(name);
    if (code !== undefined) return code;
  }
  return null;
}

/** `us-east-1`, `us-east`, `us`: first without its number, then without its last word. */
function shorter(name: string): string {
  const bare = name.replace(/-?\d{1,3}$/, '');
  return bare === name ? name.slice(0, Math.max(0, name.lastIndexOf('-'))) : bare;
}
