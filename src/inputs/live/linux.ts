import { command, type LiveSystem } from './system.js';

/** Linux: ss sees the program of every socket as root, of one's own sockets else. */
export const linux: LiveSystem = {
  name: 'linux',
  title: 'Linux: ss, else netstat, else /proc/net',
  listings: [
    [command('ss.txt', 'ss', '-tunap')],
    [command('netstat.txt', 'netstat', '-tunapW')],
    ['tcp', 'tcp6', 'udp', 'udp6'].map((name) => command(`proc-net-${name}.txt`, 'cat', `/proc/net/${name}`)),
  ],
  companions: [
    command('ps.txt', 'ps', '-ww', '-eo', 'pid,ppid,user:32,comm,args'),
    { file: 'sh', args: ['-c', 'ls -l /proc/[0-9]*/exe'], shown: 'ls -l /proc/[0-9]*/exe', saveAs: 'proc-exe.txt' },
    command('ip-addr.txt', 'ip', 'addr'),
    command('ip-route.txt', 'ip', 'route'),
    command('ip-6-route.txt', 'ip', '-6', 'route'),
    command('ip-neigh.txt', 'ip', 'neigh'),
    command('hosts.txt', 'cat', '/etc/hosts'),
    command('uname.txt', 'uname', '-a'),
  ],
};
