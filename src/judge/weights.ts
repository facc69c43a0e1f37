/** Where a weight comes from: argued from a source, or measured on labelled incidents. */
export type Provenance =
  | { readonly kind: 'argued'; readonly source: string }
  | { readonly kind: 'measured'; readonly malicious: number; readonly benign: number };

export interface Weight {
  /** Integer decibans: 10 = ten times likelier malicious; negative speaks for innocence. */
  readonly decibans: number;
  readonly from: Provenance;
}

/**
 * Malicious and benign peers that it fired on among the labelled incidents (`npm run evaluate -- --weights`). The
 * benign side is small and knows few servers, so that the weight stays below what the counts say. Where they differ,
 * the counts are those of `--strip tuple`, which owes nothing to columns that one side of the data has more of.
 */
function measured(decibans: number, malicious: number, benign: number): Weight {
  return { decibans, from: { kind: 'measured', malicious, benign } };
}

function argued(decibans: number, source: string): Weight {
  return { decibans, from: { kind: 'argued', source } };
}

/**
 * The one table of weights, by rule or `rule.variant`. Argued weights follow the groups of common scoring
 * (severity of Sigma rules, ATT&CK) brought to decibans; they are kept within 15.
 */
export const WEIGHTS = {
  'admin-port-outside': argued(6, 'services that administrators keep inside (IANA, CISA guidance)'),
  'alternative-web-port': measured(12, 68, 0),
  'alternative-web-port.private': argued(3, 'intranets are full of them'),
  'anonymiser-network': argued(8, 'ATT&CK T1090'),
  'asked-by-address': argued(6, 'Sigma: direct IP requests'),
  'bare-command-line': argued(12, 'Sigma: rundll32 without arguments'),
  'c2-default-port.high': argued(12, 'share of published indicators per family'),
  'c2-default-port.low': measured(4, 72, 1),
  'c2-default-port.medium': measured(8, 18, 0),
  'deleted-program': argued(9, 'osquery on_disk = 0'),
  'deleted-program.memory': argued(13, 'ATT&CK T1620'),
  'failed-attempts': measured(5, 45, 4),
  'failed-attempts.many': argued(8, 'ATT&CK T1008'),
  'failed-run': argued(4, 'ATT&CK T1008; services that are down look alike'),
  'fan-out': argued(14, 'ATT&CK T1046'),
  'first-seen-late': argued(2, 'RITA v5 prevalence and first-seen modifiers, the smallest of its steps'),
  'half-closed': argued(1, 'RFC 9293'),
  'home-line': argued(4, 'as on web ports; what was measured is one botnet on one side, one file sharing on the other'),
  'home-line.web': measured(4, 49, 15),
  'inward-sweep': argued(8, 'ATT&CK T1046, T1595.001'),
  'kernel-thread-name': argued(13, 'kernel threads own no user sockets'),
  'known-scheduler': argued(0, 'named, so that nobody takes it for a beacon'),
  'listed-allow': argued(-30, 'the word of the user, with a reason and an end date'),
  'listed-anonymiser': argued(7, 'ATT&CK T1090.003; a fact, and people use it on purpose'),
  'listed-attacker': argued(2, 'lists of inbound attackers say little of outbound connections'),
  'listed-attacker.visit': argued(9, 'lists of inbound attackers, of a connection that came in'),
  'listed-c2': argued(32, 'Feodo Tracker, ThreatFox: a fresh hit on address and port is near certain'),
  'listed-criminal-network': argued(22, 'Spamhaus DROP: extremely few false positives'),
  'listed-known-good': argued(-8, 'MISP warninglists: context, not proof'),
  'listed-payload': argued(20, 'URLhaus; shared hosts are why it weighs less than C2'),
  'listed-scanner': argued(-3, 'reaches everybody'),
  'listed-sinkhole': argued(30, 'MISP warninglists: an outbound call to a taken-over malware domain'),
  'listed-spam': argued(3, 'says little of a connection that we opened'),
  'listed-watch': argued(30, 'the word of the user'),
  'little-known-owner': measured(4, 43, 20),
  'local-protocol-outside': argued(8, 'CISA and Microsoft guidance: block at the border'),
  'local-protocol-outside.files': argued(13, 'ATT&CK T1187'),
  'lone-organisation': measured(3, 48, 26),
  'long-connection': argued(2, 'RITA v5: from one hour; push services do the same'),
  'long-connection.hours': argued(4, 'RITA v5: from eight hours; push services do the same'),
  'look-alike-name': argued(11, 'ATT&CK T1036.005'),
  'look-alike-name.letters': argued(15, 'ATT&CK T1036.002, T1036.007'),
  'mail-port': argued(5, 'Sigma: outbound mail'),
  'mail-port.hosted': argued(1, 'where most mailboxes are'),
  'mail-port.other-program': argued(9, 'Sigma: suspicious outbound SMTP'),
  'mail-port.sending': argued(7, 'Sigma: suspicious outbound SMTP'),
  'missing-program': argued(2, 'ATT&CK T1014; programs also end while a list is made'),
  'name-contradicts-owner': argued(10, 'ATT&CK T1036.005'),
  'name-foreign-letters': argued(3, 'RFC 5891; most such names are honest'),
  'name-generated.random': argued(6, 'ATT&CK T1568.002'),
  'name-generated.syllables': argued(4, 'ATT&CK T1568.002'),
  'name-imitates.brand': argued(7, 'brand phishing reports; ATT&CK T1583.001'),
  'name-imitates.letters': argued(11, 'as look-alike-name'),
  'name-kind.cheap': argued(5, 'Spamhaus, Interisle'),
  'name-kind.dynamic': argued(8, 'Sigma: dynamic DNS'),
  'name-kind.echo': argued(5, 'Sigma: address look-up'),
  'name-kind.sharing': argued(5, 'Sigma: sharing services'),
  'odd-folder': argued(8, 'Sigma: binaries in suspicious folders with network connections'),
  'odd-folder.undescribed': argued(9, 'Sigma: binaries in suspicious folders with network connections'),
  'odd-parent': argued(8, 'Sigma: Office child processes'),
  'odd-program-name': argued(5, 'ATT&CK T1036'),
  'odd-program-name.word': argued(8, 'names that generators propose'),
  'plain-http': argued(3, 'share of HTTP today; revocation lists use it too'),
  'plain-http-open-cdn': measured(6, 14, 2),
  'plain-http.home': measured(7, 21, 0),
  'plain-http.inside': argued(4, 'ATT&CK T1105, T1071.001; internal update servers do the same'),
  'plain-http.little-known': measured(8, 24, 0),
  'plain-http.rented': measured(10, 110, 2),
  'platform-service': measured(-10, 1, 289),
  'platform-service.cdn': measured(-8, 1, 111),
  'platform-service.odd-port': argued(-4, 'the owner is known, the use is not'),
  'platform-service.open-cdn': argued(-1, 'half of the Web and anybody behind it'),
  'platform-service.scripts': argued(-1, 'the platform is known, what scripts fetch from it is not: ATT&CK T1102'),
  'port-owner': argued(-9, 'vendor documentation'),
  'port-owner.customer': argued(-3, 'as program-profile.customer'),
  'port-without-owner': argued(2, 'drops a benign label, no alarm alone'),
  'port-without-owner.stranger': argued(7, 'as little used there as any other port'),
  'program-contradiction.maker': argued(6, 'endpoint lists of the makers'),
  'program-contradiction.system': argued(13, 'Microsoft: what system processes do; ATT&CK T1055'),
  'program-contradiction.weak': argued(3, 'endpoint lists of the makers'),
  'program-habit.depends': argued(5, 'LOLBAS; Sigma network_connection rules, low or medium'),
  'program-habit.depends-private': argued(7, 'LOLBAS; Sigma network_connection rules, low or medium'),
  'program-habit.depends-stranger': argued(8, 'LOLBAS; Sigma network_connection rules, low or medium'),
  'program-habit.never': argued(14, 'Sigma network_connection rules, high'),
  'program-habit.rare': argued(10, 'LOLBAS; Sigma network_connection rules, medium or high'),
  'program-kind.miner': argued(13, 'ATT&CK T1496.001'),
  'program-kind.offensive': argued(15, 'names of attack tools'),
  'program-kind.remote-access': argued(5, 'ATT&CK T1219'),
  'program-profile': measured(-10, 0, 71),
  'program-profile.browsing': measured(-3, 0, 11),
  'program-profile.customer': argued(-3, 'as likely as at any large cloud, and anybody rents there (T1583.003)'),
  'program-profile.protocol': measured(-12, 0, 72),
  'program-profile.some': argued(-2, 'endpoint lists of the makers'),
  'program-profile.swarm': measured(-10, 0, 36),
  'protocol-service.names': argued(-4, 'RFC 1035'),
  'protocol-service.time': measured(-10, 0, 11),
  'public-resolver': argued(-10, 'RFC 8484'),
  'regular-beacon': argued(
    3,
    'RITA v5: high from 0.9; at owners that are nobody in particular it met 1 malicious and no benign peer',
  ),
  'regular-beacon.fair': argued(
    0,
    'RITA v5: medium from 0.7; normal programs do it too, so that it is said and not counted',
  ),
  'related-peers': argued(2, 'ATT&CK T1583.003; small makers rent a few machines too'),
  'related-peers.block': argued(3, 'ATT&CK T1583.003; small makers rent a few machines too'),
  'rented-machine': measured(8, 341, 40),
  'rented-machine.large-cloud': measured(-3, 13, 230),
  reputation: argued(32, 'as listed-c2; strength carries reliability, meaning, direction, age and owner'),
  'reputation-good': argued(-8, 'as listed-known-good: context, not proof'),
  'several-programs': argued(3, 'ATT&CK T1055, T1105'),
  'several-programs.family': argued(4, 'ATT&CK T1105; installers do it too'),
  'shell-connected': argued(6, 'Sigma: shells with sockets'),
  swarm: argued(6, 'ATT&CK T1095'),
  'telling-port.anonymiser': argued(5, 'ATT&CK T1090'),
  'telling-port.mining': argued(7, 'ATT&CK T1496.001'),
  'telling-port.remote-access': argued(4, 'ATT&CK T1219'),
  'uncommon-port.dynamic': argued(5, 'RFC 6335'),
  'uncommon-port.home': argued(3, 'RFC 6335; any port serves file sharing, games and calls between homes'),
  'uncommon-port.registered': measured(8, 13, 7),
  'uncommon-port.system': measured(12, 25, 0),
  'uncommon-port.udp': argued(4, 'RFC 6335; calls and games take any UDP port'),
  'uncommon-port.weak': argued(2, 'RFC 6335'),
  'undescribed-program': argued(3, 'malware is nearly always undescribed, small makers too'),
  'undescribed-program.platform': argued(1, 'as above; the owner explains more'),
  'unknown-hosted-service': argued(9, 'ATT&CK T1543.003'),
  'upload-heavy': argued(3, 'ATT&CK T1041; backups do the same'),
  visitor: argued(-6, 'every public address is scanned all day'),
  'wrong-folder': argued(4, 'portable copies are common'),
  'wrong-folder.system': argued(14, 'Sigma: system binary in an unusual location; ATT&CK T1036.005'),
} as const satisfies Record<string, Weight>;

export type WeightKey = keyof typeof WEIGHTS;
