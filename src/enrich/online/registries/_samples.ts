// Answers in the documented shape of each registry, written for tests: names and mailboxes are made up.

const card = (name: string, more: readonly unknown[] = []): unknown[] => [
  'vcard',
  [['version', {}, 'text', '4.0'], ['fn', {}, 'text', name], ...more],
];

/** RDAP objects by an address inside. */
export const RDAP: Readonly<Record<string, string>> = {
  // LACNIC: no name and no country, holder without a kind, origin as a list of texts (its extension).
  '200.57.141.161': JSON.stringify({
    objectClassName: 'ip network',
    handle: '200.57.128/19',
    parentHandle: '200/8',
    startAddress: '200.57.128.0',
    endAddress: '200.57.159.255',
    ipVersion: 'v4',
    type: 'ALLOCATED',
    status: ['active'],
    entities: [
      {
        objectClassName: 'entity',
        handle: 'MX-EXSA-LACNIC',
        roles: ['registrant'],
        vcardArray: card('Ejemplo, S.A. de C.V.', [
          ['adr', {}, 'text', ['', '', 'Calle 1', 'Monterrey', 'NL', '64000', 'MX']],
        ]),
        publicIds: [],
      },
      {
        objectClassName: 'entity',
        handle: 'EXA',
        roles: ['abuse', 'administrative', 'technical'],
        vcardArray: card('Juana Ejemplo', [['email', {}, 'text', 'abuso@ejemplo.example']]),
      },
    ],
    events: [
      { eventAction: 'registration', eventDate: '2000-12-04T00:00:00Z' },
      { eventAction: 'last changed', eventDate: '2021-03-01T10:11:12.345Z' },
    ],
    lacnic_originAutnum: ['AS64500', '64501'],
    lacnic_legalRepresentative: 'Juana Ejemplo',
    port43: 'whois.lacnic.net',
    rdapConformance: ['rdap_level_0', 'lacnic_level_0'],
  }),
  // AFRINIC: holder by its card, abuse contact beside it, remarks without a title.
  '41.0.0.1': JSON.stringify({
    objectClassName: 'ip network',
    handle: '41.0.0.0 - 41.1.255.255',
    startAddress: '41.0.0.0',
    endAddress: '41.1.255.255',
    ipVersion: 'v4',
    name: 'EXAMPLE-ZA',
    type: 'ALLOCATED PA',
    country: 'ZA',
    entities: [
      { objectClassName: 'entity', handle: 'EX-MNT', roles: ['registrant'], vcardArray: card('EX-MNT') },
      {
        objectClassName: 'entity',
        handle: 'ORG-EX1-AFRINIC',
        roles: ['registrant'],
        vcardArray: card('Example Carrier SA', [['kind', {}, 'text', 'org']]),
      },
      {
        objectClassName: 'entity',
        handle: 'ABUSE-EX',
        roles: ['abuse'],
        vcardArray: card('Abuse', [['email', { type: 'work' }, 'text', 'abuse@carrier.example']]),
      },
    ],
    remarks: [{ description: ['Example Carrier'] }],
    events: [{ eventAction: 'last changed', eventDate: '2019-08-30' }],
    port43: 'whois.afrinic.net',
  }),
};

/** WHOIS texts by an address inside. */
export const WHOIS: Readonly<Record<string, string>> = {
  '3.120.95.169': `#
# ARIN WHOIS data and services are subject to the Terms of Use
#

# start

NetRange:       3.0.0.0 - 3.127.255.255
CIDR:           3.0.0.0/9
NetName:        WIDE-1
NetHandle:      NET-3-0-0-0-1
OriginAS:
Organization:   Wide Cloud Inc. (WIDE-1)
RegDate:        2017-12-20

OrgName:        Wide Cloud Inc.
Country:        US

OrgAbuseEmail:  abuse@wide.example

# end


# start

NetRange:       3.120.0.0 - 3.123.255.255
CIDR:           3.120.0.0/14
NetName:        NARROW-FRA
NetHandle:      NET-3-120-0-0-1
NetType:        Reallocated
OriginAS:       AS64500, AS64501
Organization:   Narrow GmbH (NARRO-1)
RegDate:        2018-06-27
Updated:        2018-06-28

OrgName:        Narrow GmbH
Country:        DE
Comment:        Too many requests? The query limit exceeded text of ours is try again later.

OrgAbuseEmail:  abuse@narrow.example

# end
`,
  '62.1.1.1': `% This is the RIPE Database query service.

% Information related to '62.1.0.0 - 62.1.255.255'

% Abuse contact for '62.1.0.0 - 62.1.255.255' is 'abuse@host.example'

inetnum:        62.1.0.0 - 62.1.255.255
netname:        EXAMPLE-NET
country:        EU
country:        GR
org:            ORG-EX1-RIPE
status:         ASSIGNED PA
created:        2001-02-03T04:05:06Z
last-modified:  2020-01-02T03:04:05Z
remarks:        access denied for nobody: %ERROR:201: is only our humour
source:         RIPE # Filtered

organisation:   ORG-EX1-RIPE
org-name:       Example Hosting AE
country:        GR
source:         RIPE # Filtered

% This query was served by the RIPE Database Query Service version 1.99 (TEST)
`,
  '201.34.205.117': `% Joint Whois - whois.lacnic.net
%  This server accepts single ASN, IPv4 or IPv6 queries

% Brazilian resource: whois.registro.br

inetnum:     201.34.0.0/16
aut-num:     AS64500
abuse-c:     CSEX
owner:       Exemplo Telecom S/A
ownerid:     00.000.000/0001-00
responsible: Maria Exemplo
country:     BR
owner-c:     EXT14
inetrev:     201.34.205.0/24
nserver:     ns03.exemplo.example
nsstat:      20170122 AA
nslastaa:    20170122
created:     20050511
changed:     20050511

nic-hdl-br:  EXT14
person:      Maria Exemplo
e-mail:      maria@exemplo.example
created:     20031003

nic-hdl-br:  CSEX
person:      CSIRT Exemplo
e-mail:      abuse@exemplo.example
created:     20140127
`,
};

/** Announced, announced by several, not announced, IPv6. */
export const CYMRU = `Bulk mode; whois.cymru.com [2026-11-22 10:00:00 +0000]
64500   | 8.8.8.8          | 8.8.8.0/24          | US | arin     | 2001-02-03 | EXAMPLE-AS Example Inc, US
64500 64501 | 9.9.9.9      | 9.9.9.0/24          | EU | ripencc  | 2001-02-03 | EXAMPLE-AS | Example Inc, CH
NA      | 2a00::1          | NA                  |    | other    |            | NA
64502   | 2600::1          | 2600::/12           | US | arin     |            | EXAMPLE6, US
`;
