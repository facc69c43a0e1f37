import type { NetworkKind } from '../../model/knowledge.js';

/**
 * Words in AS names and what they say of the network, in order of precedence. Names are folded first (lower case,
 * no accents, split at everything that is not a letter or digit). `x*` is the start of a word, `*x` its end,
 * `x+y` two words in a row, `!x` forbids the kind. Source: read off the 90,000 AS names of the routing data.
 */
export const KIND_WORDS: readonly (readonly [NetworkKind, string])[] = [
  ['anonymiser', 'vpn vpns *vpn proxy *proxy proxies torservers tor+exit tor+relay !haproxy'],
  [
    'education',
    `universi* univerz* universytet* uniwersyt* uniwersytet* univ yliopisto egyetem* hochschule* fachhochschule* college*
    school* schule* schulen scuola academi* academy akademi* politech* polytech* politecn* facultad faculdade* escuela
    ecole education* educativ* educacao educacion educacional enseignement instituto institut institute* forschung*
    student* isd campus+network daigaku kutuphane library libraries bibliothek seminary okul lycee nren
    research+network research+and recherche pesquisa ricerca`,
  ],
  [
    'government',
    `minist* gouvernement government* governo gobierno govern gov regierung* senado senate parliament* parlament*
    assemblee army navy military militar airforce air+force defence defense police policia polizei municipalidad
    municipio ayuntamiento prefeitura gemeinde* landkreis comune+di city+of county+of state+of town+of village+of
    commonwealth+of republic+of kingdom+of tribunal* justica court courts embassy treasury hacienda department+of
    departamento+de secretaria+de secretaria+da nasa federal+agency national+bank+of central+bank customs+service`,
  ],
  ['cdn', 'cdn* *cdn !cdntv'],
  [
    'hosting',
    `host* *host *hosts *hosting !hostel* !hostal* vps* *vps vds* *vds server* *server *servers serveur* servidor*
    datacenter* *datacenter* datacentre* datacent* *datacent* data+center data+centers data+centre data+centres
    colo colocation* kolokacja cloud* *cloud *clouds dedicated dedik* dedic rack* webhost* hospedagem hospedaje
    alojamiento hebergement barindirma sunucu* xosting hosting* iaas baremetal bare+metal kvm gameserver* minecraft
    domains domain registrar bulletproof idc rdp webspace internetdienste virtual+machines virtual+servers dc ddos* antiddos`,
  ],
  ['transit', 'backbone* ixp internet+exchange peering+lan'],
  ['mobile', `mobile* !mobileye movil moviles movistar cellular celular* gsm lte umts pcs`],
  [
    'access',
    `telecom* *telecom *telecoms telekom* *telekom telco* telefon* telephone* telephon* telecable telecentro telecommunic*
    communication* comunicac* comunicaz* kommunik* komunik* iletisim* haberlesme* broadband* *broadband banda+larga
    banda+ancha bredband* breitband cable* *cable kabel* *kabel catv fiber* *fiber fibre* *fibre fibra* *fibra glasfaser*
    fttx ftth dsl *dsl adsl wisp isp* *isp internet* *internet provedor* provedores* provider* conectividad* satellite*
    satelite* wifi* *wifi wimax wireless* svyaz* *svyaz svjaz* *link+telecom televis* tvcable electric+cooperative
    telephone+cooperative rural+telephone exchange+carrier telnet airtel`,
  ],
  [
    'government',
    'county !credit municipal* city+council council borough kommune kommun stadt kanton canton authority state+government',
  ],
  [
    'enterprise',
    `bank* *bank banco banque banca insurance* assurance* versicherung* seguros financ* finans* securities brokers
    investment* hospital* clinic* klinik* health* medical* pharma* motors automotive airlines airline airport aviation
    railway* logistic* shipping energy* energia power oil petro* gas steel mining chemical* industri* manufactur*
    construction retail stores supermarket* foods brewer* hotel* casino* legal law lawyers publishing newspaper
    church foundation stock+exchange semiconductor* laborator* realty properties university+press inc+insurance`,
  ],
];

/** Words that mean an access provider only in a company of a kind that small providers register as. */
export const SMALL_PROVIDER = {
  words:
    'net *net netw* *network network networks *networks rede* *redes conect* *conect conex* *link link* speed* *speed tv *tv *tel *com *telecomunicacoes online *online tecnologia *fi',
  forms: 'ltda eireli me epp pvt private srl tovarystvo fop',
} as const;
