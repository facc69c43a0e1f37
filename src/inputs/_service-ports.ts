/**
 * Names that netstat and ss print instead of port numbers when -n is missing, from the services files of Windows
 * (system32/drivers/etc/services) and Debian (netbase), limited to what listings show in practice.
 * Both systems' spellings are kept: 3389 is `ms-wbt-server` on both, 1433 `ms-sql-s`, 8080 `http-alt` or `webcache`.
 */
const TABLE =
  'echo 7,discard 9,systat 11,daytime 13,qotd 17,chargen 19,ftp-data 20,ftp 21,ssh 22,telnet 23,smtp 25,mail 25,' +
  'time 37,nameserver 42,name 42,nicname 43,whois 43,tacacs 49,domain 53,bootps 67,dhcps 67,bootpc 68,dhcpc 68,tftp 69,' +
  'gopher 70,finger 79,http 80,www 80,www-http 80,kerberos 88,kerberos-sec 88,hostname 101,iso-tsap 102,rtelnet 107,' +
  'pop2 109,pop3 110,pop-3 110,sunrpc 111,portmapper 111,rpcbind 111,auth 113,ident 113,sftp 115,nntp 119,ntp 123,' +
  'epmap 135,msrpc 135,loc-srv 135,netbios-ns 137,netbios-dgm 138,netbios-ssn 139,nbname 137,nbdatagram 138,nbsession 139,' +
  'imap 143,imap2 143,imap4 143,pcmail-srv 158,snmp 161,snmp-trap 162,snmptrap 162,xdmcp 177,bgp 179,irc 194,at-rtmp 201,' +
  'qmtp 209,z39.50 210,imap3 220,ldap 389,svrloc 427,https 443,snpp 444,microsoft-ds 445,kpasswd 464,kpasswd5 464,ssmtp 465,' +
  'smtps 465,submissions 465,urd 465,isakmp 500,ike 500,exec 512,biff 512,login 513,who 513,shell 514,cmd 514,syslog 514,' +
  'printer 515,talk 517,ntalk 518,efs 520,router 520,route 520,timed 525,netnews 532,uucp 540,klogin 543,kshell 544,' +
  'dhcpv6-client 546,dhcpv6-server 547,afpovertcp 548,rtsp 554,remotefs 556,nntps 563,snews 563,submission 587,msa 587,' +
  'http-rpc-epmap 593,ipp 631,ldaps 636,sldap 636,mdqs 666,doom 666,ha-cluster 694,kerberos-adm 749,rsync 873,' +
  'domain-s 853,ftps-data 989,ftps 990,telnets 992,imaps 993,ircs 994,pop3s 995,spop3 995,socks 1080,kpop 1109,' +
  'openvpn 1194,phone 1167,ms-sql-s 1433,ms-sql-m 1434,ingreslock 1524,oracle 1521,ncube-lm 1521,wins 1512,l2tp 1701,' +
  'l2f 1701,pptp 1723,h323hostcall 1720,h323gatestat 1719,radius 1812,radius-acct 1813,mqtt 1883,secure-mqtt 8883,' +
  'ssdp 1900,msnp 1863,nfs 2049,nfsd 2049,nfsd-status 1110,nfsd-keepalive 1110,knetd 2053,dlsrpn 2065,isakmp-nat-t 4500,' +
  'ipsec-msft 4500,ipsec-nat-t 4500,ttyinfo 2000,cisco-sccp 2000,man 9535,zephyr-srv 2102,docker 2375,docker-s 2376,' +
  'gds-db 3050,gds_db 3050,squid 3128,ndl-aas 3128,mysql 3306,ms-wbt-server 3389,rdp 3389,directv-web 3334,' +
  'nut 3493,svn 3690,daap 3689,stun 3478,turn 3478,stuns 5349,turns 5349,wsd 5357,wsdapi 5357,wsdapi-s 5358,' +
  'ws-discovery 3702,teredo 3544,upnp 1900,upnp-discovery 1900,epmd 4369,remoteanything 3999,krb524 4444,' +
  'nv-video 4444,rwhois 4321,sip 5060,sip-tls 5061,sips 5061,aol 5190,xmpp-client 5222,jabber-client 5222,' +
  'xmpp-server 5269,jabber-server 5269,hpvroom 5228,hpvirtgrp 5223,mdns 5353,hostmon 5355,llmnr 5355,postgresql 5432,' +
  'postgres 5432,pcanywheredata 5631,pcanywherestat 5632,amqp 5672,amqps 5671,rfb 5900,vnc 5900,vnc-server 5900,' +
  'vnc-http 5800,wsman 5985,wsmans 5986,x11 6000,x11-1 6001,x11-2 6002,redis 6379,gnutella-svc 6346,gnutella-rtr 6347,' +
  'ircd 6667,ircs-u 6697,bittorrent 6881,afs3-fileserver 7000,afs3-callback 7001,font-service 7100,xfs 7100,' +
  'ms-do 7680,pando-pub 7680,http-alt 8080,webcache 8080,http-proxy 8080,tproxy 8081,sunproxyadmin 8081,omniorb 8088,' +
  'radan-http 8088,puppet 8140,https-alt 8443,pcsync-https 8443,ddi-tcp-1 8888,sun-answerbook 8888,cslistener 9000,' +
  'bacula-dir 9101,bacula-fd 9102,bacula-sd 9103,jetdirect 9100,hp-pdl-datastr 9100,pdl-datastream 9100,git 9418,' +
  'zabbix-agent 10050,zabbix-trapper 10051,webmin 10000,ndmp 10000,amanda 10080,memcache 11211,mongodb 27017,' +
  'kubelet 10250,trust-router 4070,tripe 4070,commplex-main 5000,commplex-link 5001,blackjack 1025,activesync 1034,' +
  'cma 1050,optima-vnet 1051,nterm 1026,exp1 1021,exp2 1022,nim 1058,nimreg 1059,icslap 2869,slnp 3025,ms-rule-engine 3132,' +
  'ms-streaming 1755,rtmp 1935,macromedia-fcs 1935,sybase-sqlany 1498,lotusnote 1352,lotusnotes 1352,citrix-ica 1494,ica 1494,' +
  'cifs 3020,distinct 9999,abyss 9999,callbook 2000,nbx-dir 2096,nbx-ser 2095,nbx-cc 2094,radsec 2083,infowave 2082,' +
  'gnunet 2086,eli 2087,nameserver 42,iscsi-target 3260,ms-v-worlds 2525,dtls 853,jetcmeserver 1936';

let ports: Map<string, number> | null = null;

/** The port a service name stands for, or null when the table doesn't know it. Case doesn't matter. */
export function servicePort(name: string): number | null {
  if (ports === null) {
    ports = new Map();
    for (const pair of TABLE.split(',')) {
      const blank = pair.indexOf(' ');
      ports.set(pair.slice(0, blank), Number(pair.slice(blank + 1)));
    }
  }
  return ports.get(name.toLowerCase()) ?? null;
}
