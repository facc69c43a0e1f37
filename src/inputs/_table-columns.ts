/** What a column means to us; `source`/`destination` are ends of a flow, of which neither is known to be ours. */
export type Field =
  | 'host'
  | 'process'
  | 'processPath'
  | 'commandLine'
  | 'user'
  | 'parent'
  | 'signer'
  | 'services'
  | 'pid'
  | 'protocol'
  | 'socketType'
  | 'family'
  | 'localAddress'
  | 'localPort'
  | 'remoteAddress'
  | 'remotePort'
  | 'calledPort'
  | 'packet'
  | 'remoteHost'
  | 'sourceAddress'
  | 'sourcePort'
  | 'destinationAddress'
  | 'destinationPort'
  | 'destinationHost'
  | 'sourceHost'
  | 'state'
  | 'direction'
  | 'initiated'
  | 'inbound'
  | 'time'
  | 'duration'
  | 'bytesSent'
  | 'bytesReceived'
  | 'sourceBytes'
  | 'destinationBytes'
  | 'stream'
  | 'eventId'
  | 'portOwner';

/**
 * Column names by tool, lower case without punctuation. In order: design names and plain English, osquery
 * (process_open_sockets), Velociraptor (Windows.Network.Netstat*), Volatility 2/3, PowerShell (Get-NetTCPConnection),
 * Microsoft Defender (DeviceNetworkEvents), Sysmon 3, Security 5156, ECS, OCSF, Zeek conn, Suricata EVE, nfdump,
 * Wireshark, NirSoft CurrPorts, psutil.
 */
const NAMES: Readonly<Record<Field, string>> = {
  host:
    'host hostname computer computername machine machinename endpoint device devicename system hostidentifier fqdn pscomputername ' +
    'hostfqdn clientid agenthostname devicehostname hostdisplayname node asset workstation observerhostname endpointname agentname',
  process:
    'process processname proc program programname image imagename exe executablename application app applicationname procname comm command ' +
    'initiatingprocessfilename actorprocessname processfilename pname pidprogramname programnamepid ownername ownermodule ' +
    'contextbasefilename srcprocessname srcprocname sourceprocessname actorprocessimagename processinfocommand procinfoname' +
    ' prozess processus proceso processo процесс 进程 進程 プロセス 프로세스 abbild',
  processPath:
    'processpath path imagepath executable executablepath processexecutable programpath exepath processimagepath fullpath ' +
    'initiatingprocessfolderpath actorprocessfilepath binary processfilepath applicationpath modulepath processpathname srcprocessimagepath srcprocimagepath actorprocessimagepath connectingexecutable procinfoexe',
  commandLine:
    'commandline cmdline processcommandline initiatingprocesscommandline actorprocesscmdline processcmdline srcprocesscmdline srcproccmdline args actorprocesscommandline processinfocommandline procinfocommandline',
  user:
    'user username account accountname processuser initiatingprocessaccountname owneruser actorusername userid processowner ' +
    'initiatingprocessaccountupn srcprocessuser srcprocuser sourceprocessuser actorprimaryusername procinfousername',
  parent:
    'parent parentname parentprocess parentprocessname parentimage processparentname initiatingprocessparentfilename ' +
    'actorprocessparentprocessname ppname parentappexecutable',
  signer:
    'signer publisher signature authenticodesubjectname processcodesignaturesubjectname signedby company vendor certificate',
  services: 'service services servicename processservices svc modulename',
  pid:
    'pid processid owningprocess owningpid initiatingprocessid processpid actorprocesspid procid processnumber execprocess ' +
    'ownerpid owningprocessid srcprocesspid srcprocpid actorprocessospid sourceprocesspid procpid conpid processinfopid',
  protocol:
    'protocol proto transport ipprotocol networktransport l4proto l4protocol connectioninfoprotocolname protocolname pr ' +
    'ipproto connipproto transproto protocolnum networkprotocol transportprotocol netid netconnprotocol fdl4proto actionnetworkprotocol eventnetworkprotocolname ipprot' +
    ' protokoll protocole protocolo protocollo протокол 协议 協定 プロトコル 프로토콜',
  // SOCK_STREAM and the like, or a transport; the bare word `type` may be anything.
  socketType: 'sockettype',
  family: '',
  localAddress:
    'localaddress localaddr localip laddr laddrip local localipaddress localhostip localendpoint localendpointip localend ' +
    'myaddress localsocket localaddressport localaddrport localaddressip localaddressip4 localaddressip6 netconnlocalipv4 netconnlocalipv6 actionlocalip locip localipdetailsipaddressv4' +
    ' laddrlport lokaleadresse adresselocale direcciónlocal direccionlocal endereçolocal enderecolocal indirizzolocale локальныйадрес 本地地址 本機位址 ローカルアドレス 로컬주소 adreslokalny lokaaladres',
  localPort:
    'localport lport laddrport localendpointport localsocketport localportnumber netconnlocalport actionlocalport locport localportdetailsport' +
    ' lokalerport portlocal puertolocal portalocal portalocale локальныйпорт 本地端口 本機連接埠 ローカルポート 로컬포트 portlokalny lokalepoort',
  remoteAddress:
    'remoteaddress remoteaddr remoteip raddr raddrip remote foreignaddress foreignaddr foreignip remoteipaddress peer ' +
    'peeraddress peerip peeraddr remoteendpoint remoteendpointip faraddress remoteend remotesocket foreign externaladdress ' +
    'remoteaddressport foreignaddressport peeraddressport remoteipdetailsipaddressv4 remotehostip remoteaddressip remoteaddressip4 remoteaddressip6 netconnremoteipv4 netconnremoteipv6 remoteipv4 remoteipv6 ' +
    'actionremoteip remip requestremoteip requestremoteaddr' +
    ' raddrrport remoteadresse adressedistante direcciónremota direccionremota endereçoexterno endereçoremoto enderecoremoto indirizzoremoto indirizzoesterno внешнийадрес удаленныйадрес удалённыйадрес 远程地址 外部地址 遠端位址 外部位址 リモートアドレス 外部アドレス 원격주소 외부주소 adreszdalny externadres',
  remotePort:
    'remoteport rport raddrport foreignport peerport remoteendpointport remotesocketport remoteportnumber foreignportnumber netconnremoteport actionremoteport remport requestremoteport remoteportdetailsport' +
    ' portdistant puertoremoto portaremota удаленныйпорт удалённыйпорт 远程端口 遠端連接埠 リモートポート 원격포트 portzdalny',
  calledPort: '',
  // Wireshark's description of a packet.
  packet: 'info',
  remoteHost:
    'remotehost remotehostname remotename remotedns remotefqdn peername peerhost foreignhost remoteurl remotedomain ' +
    'remoteaddressname foreignname peerhostname netconndomain actionexternalhostname',
  sourceAddress:
    'source src csip sourceip sourceaddress sourceaddr srcip srcaddr srcaddress sourceipaddress idorigh origh sa saddr ipsrc ' +
    'sourceipv4 srcipv4 srcendpointip sourceipv6 srcipv6 src4addr src6addr ipipsrc ipv6ipv6src ipipipsrc ipv6ipv6ipv6src ipv6src clientip clientaddress initiatorip origip origaddr ipv4srcaddr ' +
    'sourceendpoint srcipaddress networksrcip addressa ipaddressorigin flowipsource downstreamremoteaddress ipv4sourceaddress ipv6sourceaddress ipv6srcaddr connsrcip fdcip clientipaddress cltsip',
  sourcePort:
    'sourceport srcport csport sport idorigp origp sp spt srcendpointport tcpsrcport udpsrcport tcptcpsrcport udpudpsrcport tcptcptcpsrcport udpudpudpsrcport clientport initiatorport origport ' +
    'l4srcport sourcesocketport porta srcportnumber portsrc tcpudpportorigin flowl4tcpsourceport flowl4udpsourceport trnssourceport trnssrcport connsrcport fdcport',
  destinationAddress:
    'destination dst dest cdip destinationip destinationaddress destinationaddr dstip dstaddr dstaddress destip destaddr destaddress ' +
    'destinationipaddress idresph resph da daddr ipdst destinationipv4 dstipv4 dstendpointip destinationipv6 dstipv6 dst4addr dst6addr ipipdst ipv6ipv6dst ipipipdst ipv6ipv6ipv6dst ipv6dst ' +
    'serverip serveraddress responderip respip respaddr ipv4dstaddr target targetip tgtip targetaddress dstipaddress destipaddress addressb ' +
    'ipaddressimpacted flowipdestination upstreamhost ipv4destinationaddress ipv6destinationaddress ipv6dstaddr conndestip fdsip srvdip',
  destinationPort:
    'destinationport dstport cdport destport dport idrespp respp dp dpt dstendpointport tcpdstport udpdstport tcptcpdstport udpudpdstport tcptcptcpdstport udpudpudpdstport serverport ' +
    'responderport respport l4dstport targetport tgtport portb dstportnumber portdst tcpudpportimpacted flowl4tcpdestinationport flowl4udpdestinationport trnsdestinationport trnsdstport conndestport fdsport srvdport',
  destinationHost:
    'destinationhostname destinationhost destinationdomain desthost dsthost dsthostname destinationname dstendpointhostname ' +
    'desthostname destinationfqdn servername tgthost tlssni sni domain url dstendpointdomain flowdestinationnames requestedservername',
  sourceHost: 'sourcehostname srchost srchostname sourcehost srcendpointhostname',
  state:
    'state status connectionstate tcpstate connstate connectionstatus socketstate' +
    ' zustand état estado stato состояние 状态 狀態 状態 상태',
  direction: 'direction dir networkdirection flowdirection trafficdirection connectioninfodirection way path2',
  initiated: 'initiated isinitiated init',
  // CrowdStrike's is a number or, in exports, a word.
  inbound: 'netconninbound connectiondirection',
  time:
    'time timestamp ts datetime date utctime starttime first firstseen start created createtime creationtime timecreated ' +
    'eventtime timegenerated eventcreated firstpacket flowstart unixtime systemtime tsiso loggedtime connectedtime when ' +
    'createdon addedon stime tfirst eventtimestamp timecreatedsystemtime timecreatedattributessystemtime timegeneratedutc timestamputc devicetimestamp logdate ' +
    'realtimetimestamp flowtime firstpackettime firstpacketsecond relstart contexttimestamp',
  duration: 'duration durationsec durationseconds connduration connectionduration flowduration elapsed',
  bytesSent:
    'bytessent sentbytes txbytes bytesout outbytes sent upload obytes trafficbytesout uploadedbytes sentbyte bytecountout',
  bytesReceived:
    'bytesreceived receivedbytes rxbytes bytesin inbytes received download bytesrecv recvbytes trafficbytesin rcvdbytes rcvdbyte bytecountin',
  sourceBytes:
    'origbytes sourcebytes srcbytes flowbytestoserver bytestoserver origipbytes2 clientbytes initiatorbytes bytesa→b counterbyteslong',
  destinationBytes:
    'respbytes destinationbytes dstbytes destbytes flowbytestoclient bytestoclient serverbytes responderbytes bytesb→a replbytes',
  stream: 'stream eventtype actiontype datastreamdataset2 logtype2',
  // Only farend's own workbook: `ours` or `theirs`.
  portOwner: 'whoseport',
  eventId: 'eventid eventcode winlogeventid eventidtext eventidvalue',
};

/** Names so general that any better column of the same table wins, and that count for nothing when recognising one. */
const WEAK =
  'name=process owner=process sid=user type=socketType ip=remoteAddress address=remoteAddress port=remotePort hostip=localAddress ' +
  'subjectname=signer family=family username=user pathname=processPath localtime=time label= service=services';

export interface Column {
  readonly field: Field;
  readonly isWeak: boolean;
  /** The name says which end opened the connection: Zeek's originator, Sysmon's source. */
  readonly isInitiator: boolean;
  /** The name says enough of a table that has no better one: Splunk keeps the file of a log in `source`, beside `src_ip`. */
  readonly isVague?: boolean;
}

/** Zeek's originator; Envoy's downstream; Suricata's `toserver` bytes make its source the client. */
const INITIATOR =
  /^(?:id)?orig[hp]$|^fd[cs]ip$|^(?:initiator|client)(?:ip|address)$|^downstreamremoteaddress$|^(?:flow)?bytesto(?:server|client)$/;

const STREAM: Column = { field: 'stream', isWeak: false, isInitiator: false };

let columns: Map<string, Column> | null = null;

function build(): Map<string, Column> {
  const map = new Map<string, Column>();
  for (const [field, names] of Object.entries(NAMES)) {
    for (const name of names.split(' ').filter((text) => text !== '')) {
      const isVague = name === 'source';
      map.set(name, { field: field as Field, isWeak: false, isInitiator: INITIATOR.test(name), isVague });
    }
  }
  for (const pair of WEAK.split(' ')) {
    const [name, field] = pair.split('=');
    if (name !== undefined && field) map.set(name, { field: field as Field, isWeak: true, isInitiator: false });
  }
  columns = map;
  return map;
}

/** Lower case, letters and digits only: `id.orig_h` -> `idorigh`, `Foreign Address` -> `foreignaddress`. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9\u0080-\uffff]+/g, '');
}

/** The meaning of a column name as written by a tool, or null. */
export function columnOf(name: string): Column | null {
  // Zeek's JSON writer names the log in `_path`; without punctuation that would be a program's path.
  if (name === '_path') return STREAM;
  // CrowdStrike: `RemotePort_decimal`.
  return (columns ?? build()).get(normalName(name.slice(0, 200).replace(/_decimal$/, ''))) ?? null;
}

/** Containers that event shippers wrap around the record itself. */
const WRAPPERS = new Set([
  '_source',
  'winlog',
  'event_data',
  'eventdata',
  'event',
  'columns',
  'fields',
  'data',
  'document',
  'result',
  'record',
  'properties',
  'system',
  'zeek',
  'connection',
  'suricata',
  'eve',
  'parsed',
  'payload',
  'jsonpayload',
  'logcontent',
  'all_traffic',
  'row',
  'values',
  'layers',
  'details',
  'allfieldinfo',
  'win',
  'output_fields',
  'parameters',
  'alert',
  'service',
  'action',
  'networkconnectionaction',
  'awsapicallaction',
]);

/** The meaning of a JSON path: whole first, then without the wrappers at its start. */
export function columnOfPath(path: readonly string[]): Column | null {
  // Winlogbeat puts the process that wrote the event here, not the one that the event tells of.
  if (path[0] === 'winlog' && path[1] === 'process') return null;
  // So do the others that keep the header of an event apart (Wazuh).
  if (/^(?:system|execution)$/i.test(path.at(-2) ?? '') && /^process_?id$/i.test(path.at(-1) ?? '')) return null;
  // Chainsaw: the file that the event was found in.
  if (path[0] === 'document' && path[1] === 'path') return null;
  const port = portOfPath(path);
  if (port !== null) return port;
  for (let from = 0; from < path.length; from += 1) {
    const column = columnOf(path.slice(from).join('.'));
    if (column !== null && (from === 0 || !column.isWeak)) return column;
    if (!WRAPPERS.has((path[from] ?? '').toLowerCase())) return null;
  }
  return null;
}

/** `local_address: { ip, port }` (GRR): the whole of an end with its port would be called so, too. */
function portOfPath(path: readonly string[]): Column | null {
  if (path.length < 2 || path.at(-1) !== 'port') return null;
  const end = columnOf(path.at(-2) ?? '');
  const field = /^(local|remote)Address$/.exec(end?.field ?? '')?.[1];
  return field === undefined
    ? null
    : { field: field === 'local' ? 'localPort' : 'remotePort', isWeak: false, isInitiator: false };
}

/** How much a name says: a column of a higher rank takes the place of one that means the same. */
export function rankOf({ isWeak, isVague }: Column): number {
  if (isWeak) return 0;
  return isVague === true ? 1 : 2;
}

/** True when these fields can carry a connection: one remote end, or both ends of a flow. */
export function canConnect(fields: ReadonlySet<Field>): boolean {
  if (fields.has('remoteAddress')) return true;
  return fields.has('sourceAddress') && fields.has('destinationAddress');
}
