import type { Rule } from '../rule.js';

/** Names of Linux kernel threads, which have neither a file nor a socket. */
const THREADS = [
  'kworker/',
  'ksoftirqd/',
  'kthreadd',
  'migration/',
  'rcu_sched',
  'rcu_preempt',
  'kswapd',
  'khugepaged',
  'kcompactd',
  'kdevtmpfs',
];

export const kernelThreadName: Rule = {
  id: 'kernel-thread-name',
  title: 'A kernel thread with a connection',
  family: 'program',
  why: 'Kernel threads own no sockets of users: a program that calls itself one is hiding.',
  falsePositives: 'Network file systems, whose sockets belong to the kernel and are listed without a program.',
  references: ['https://attack.mitre.org/techniques/T1036/004/', 'https://attack.mitre.org/techniques/T1036/005/'],
  attack: ['T1036.005'],
  needs: 'program',
  judge({ actors, scene }) {
    if (actors.length === 0 || scene.os === 'windows' || scene.os === 'macos') return null;
    const actor = actors.find(({ name }) => isThreadName(name));
    return actor === undefined
      ? null
      : {
          weight: 'kernel-thread-name',
          says: `${actor.name} is the name of a kernel thread, which owns no connection.`,
        };
  },
};

function isThreadName(name: string): boolean {
  const bare = name.startsWith('[') ? name.slice(1) : name;
  // Who hides leaves the processor's number out.
  for (const thread of THREADS) if (bare.startsWith(thread) || `${bare}/` === thread) return true;
  return false;
}
