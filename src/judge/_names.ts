/** Suffixes that anybody gets in a minute, as the private part of the Public Suffix List groups them: Dyn, No-IP and others. */
const DYNAMIC =
  '3utilities.com access.ly accesscam.org afraid.org blogdns.com blogsite.org bounceme.net camdvr.org casacam.net cloudns.cc cloudns.cl cloudns.ph ddns.me ddns.net ddnsfree.com ddnsgeek.com ddnsguru.com ddnsking.com dns-cloud.net dnsalias.com dnsalias.net dnsdojo.org dnsdynamic.org duckdns.org dvrdns.org dynalias.com dynalias.net dynalias.org dyndns.biz dyndns.info dyndns.org dyndns.tv dynns.com dynu.net endofinternet.net freeddns.org from-ca.com gettrials.com giize.com gleeze.com gotdns.com gotdns.org ham-radio-op.net hobby-site.org homedns.org homeftp.net homeip.net homelinux.com homelinux.net homelinux.org homeunix.com homeunix.net hopto.me hopto.org is-a-geek.com is-a-geek.net is-found.org is-lost.org is-saved.org is-very-bad.org is-very-good.org is-very-nice.org isa-geek.com kicks-ass.net kicks-ass.org kozow.com linkpc.net loseyourip.com mine.nu mooo.com myddns.me myddns.rocks mydissent.net myftp.biz myftp.org myvnc.com mywire.org no-ip.biz no-ip.info no-ip.org ooguy.com podzone.org publicvm.com redirectme.net scrapping.cc sells-it.net serveblog.net servebbs.com servebeer.com servecounterstrike.com serveftp.com serveftp.net servegame.com servehttp.com serveminecraft.net servequake.com sytes.net theworkpc.com thruhere.net twilightparadox.com us.to webhop.biz webhop.info webhop.me webhop.net webhop.org webredirect.org zapto.org';
/** Sharing, paste and tunnel services (SigmaHQ network_connection rules, 2026-08). */
const SHARING =
  '0x0.st anonfiles.com bashupload.com cdn.discordapp.com chunk.io devtunnels.ms dl.dropboxusercontent.com ghostbin.co gist.githubusercontent.com gofile.io hastebin.com localtonet.com loca.lt mediafire.com mega.co.nz mega.nz ngrok-free.app ngrok.app ngrok.io paste.ee pastebin.com pastebin.pl pastetext.net pixeldrain.com portmap.host portmap.io privatlab.com raw.githubusercontent.com send.exploit.in sendspace.com temp.sh termbin.com transfer.sh trycloudflare.com ufile.io w3spaces.com workers.dev x0.at';
/** Services that tell a caller its own address (SigmaHQ, 2026-08). */
const ECHO =
  'api.ip.sb api.ipify.org checkip.amazonaws.com checkip.dyndns.org canireachthe.net curlmyip.com eth0.me freegeoip.app geoiptool.com icanhazip.com ident.me ifconfig.co ifconfig.io ifconfig.me ip-addr.es ip-api.com ip.anysrc.net ip4.seeip.org ipecho.net ipinfo.io ipwho.is iplogger.org myexternalip.com myip.dnsomatic.com wtfismyip.com';
/** Top-level domains that registries sold for next to nothing and abuse statistics lead (Spamhaus and Interisle reports 2020-2025). */
const CHEAP =
  'bid bond buzz casa cf cfd click club cyou date download fit fun ga gdn gq hair host icu life loan live lol men ml monster mov online party pics pro pw quest racing rest review sbs shop site skin space store stream surf tk top trade ug vip wang website win work world xyz zip';
/** Domains of makers whose services no rented machine serves, with the provider keys that do. */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  'apple.com': ['apple'],
  'gstatic.com': ['google'],
  'googleapis.com': ['google'],
  'icloud.com': ['apple', 'google', 'amazon'],
  'live.com': ['microsoft'],
  'microsoft.com': ['microsoft'],
  'msftconnecttest.com': ['microsoft'],
  'office.com': ['microsoft'],
  'windows.com': ['microsoft'],
  'windowsupdate.com': ['microsoft'],
};

export type NameKind = 'dynamic' | 'sharing' | 'echo' | 'cheap';

let kinds: Map<string, NameKind> | null = null;

/** What kind of name it is, by its longest known suffix; null for names that say nothing. Case is ignored. */
export function nameKind(name: string): NameKind | null {
  kinds ??= build();
  const lower = name.toLowerCase();
  for (let at = 0; at >= 0 && at < lower.length; at = lower.indexOf('.', at) + 1 || lower.length) {
    const kind = kinds.get(lower.slice(at));
    if (kind !== undefined && (kind !== 'cheap' || at > 0)) return kind;
  }
  return null;
}

function build(): Map<string, NameKind> {
  const map = new Map<string, NameKind>();
  const lists: readonly (readonly [string, NameKind])[] = [
    [CHEAP, 'cheap'],
    [DYNAMIC, 'dynamic'],
    [SHARING, 'sharing'],
    [ECHO, 'echo'],
  ];
  for (const [list, kind] of lists) for (const suffix of list.split(' ')) map.set(suffix, kind);
  return map;
}

/** Provider keys of the maker whose domain the name is in; null when it is no such domain. */
export function makersOf(name: string): readonly string[] | null {
  const labels = name.toLowerCase().split('.');
  return labels.length < 2 ? null : (MAKERS[labels.slice(-2).join('.')] ?? null);
}

/** True for `192.0.2.7` given as a name: the program asked for the address itself. */
export function isAddressText(name: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * How a label looks that an algorithm made: `syllables` alternates consonant and vowel from end to end,
 * `random` has digits inside, long runs of consonants or hardly any vowel. Null for names a person would choose.
 */
export function generatedLook(name: string): 'syllables' | 'random' | null {
  const labels = name.toLowerCase().split('.');
  if (labels.length < 2 || name.length > 253) return null;
  const label = labels.slice(0, -1).reduce((longest, part) => (part.length >= longest.length ? part : longest), '');
  const shape = shapeOf(label);
  if (shape === null) return null;
  const { letters, vowels, run, switches, digits } = shape;
  if (letters >= 12 && (vowels / letters < 0.23 || run >= 6)) return 'random';
  if (letters + digits >= 7 && digits > 0 && switches >= 3) return 'random';
  return letters >= 8 && digits === 0 && shape.alternates ? 'syllables' : null;
}

interface Shape {
  letters: number;
  vowels: number;
  digits: number;
  /** Longest run of consonants. */
  run: number;
  /** Changes between letters and digits. */
  switches: number;
  /** Every letter is followed by one of the other sort. */
  alternates: boolean;
}

function shapeOf(label: string): Shape | null {
  const shape: Shape = { letters: 0, vowels: 0, digits: 0, run: 0, switches: 0, alternates: true };
  let run = 0;
  let last = '';
  for (const char of label) {
    const sort = sortOf(char);
    if (sort === null) return null;
    if (last !== '' && (sort === 'digit') !== (last === 'digit')) shape.switches++;
    if (last === sort) shape.alternates = false;
    if (sort === 'digit') shape.digits++;
    else shape.letters++;
    if (sort === 'vowel') shape.vowels++;
    run = sort === 'consonant' ? run + 1 : 0;
    if (run > shape.run) shape.run = run;
    last = sort;
  }
  return shape;
}

function sortOf(char: string): 'vowel' | 'consonant' | 'digit' | null {
  if (char >= '0' && char <= '9') return 'digit';
  if (char < 'a' || char > 'z') return null;
  return 'aeiou'.includes(char) ? 'vowel' : 'consonant';
}
