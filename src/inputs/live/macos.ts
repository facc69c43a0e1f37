import { command, type LiveSystem } from './system.js';

/** macOS: netstat -v shows the process of every socket, also of others; lsof alone needs root for that. */
export const macos: LiveSystem = {
  name: 'macos',
  title: 'macOS: netstat -anv, else lsof',
  listings: [
    [command('netstat.txt', '/usr/sbin/netstat', '-anv')],
    [command('lsof.txt', '/usr/sbin/lsof', '-nP', '-i')],
  ],
  companions: [
    // `comm` is the whole path here, and the last column, since paths have blanks.
    command('ps.txt', '/bin/ps', '-axwwo', 'pid,ppid,user,comm'),
    command('ps-args.txt', '/bin/ps', '-axwwo', 'pid,ppid,user,args'),
    command('ifconfig.txt', '/sbin/ifconfig', '-a'),
    command('routes.txt', '/usr/sbin/netstat', '-rn'),
    command('arp.txt', '/usr/sbin/arp', '-an'),
    command('hosts.txt', '/bin/cat', '/etc/hosts'),
    command('uname.txt', '/usr/bin/uname', '-a'),
  ],
};
