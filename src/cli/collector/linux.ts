/** Gathers what `farend` reads on Linux; POSIX sh, nothing is installed, nothing is sent. */
export const script = String.raw`#!/bin/sh
# farend collector for Linux.
# Gathers the connections of this computer and what explains them into one folder (and a .tar.gz where tar is there):
#   ss or netstat, else /proc/net; ps; program files of processes; own addresses, routes, neighbours; hosts file; names.
# Installs nothing, sends nothing, changes nothing outside the folder. As root it sees every program, else only some.
# Use:  sudo sh collect.sh [FOLDER TO PUT IT IN]
set -u
umask 077
LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH

host=$(uname -n)
time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
safe=$(printf '%s' "$host" | tr -c 'A-Za-z0-9._-' '_')
name=farend-$safe-$(printf '%s' "$time" | tr -d ':-')
place=$(CDPATH= cd -- "${'$'}{1:-.}" && pwd) || exit 1
out=$place/$name
mkdir -- "$out" || exit 1

has() { command -v "$1" >/dev/null 2>&1; }

# BusyBox before 1.30 wants -t before the seconds.
limit=
if timeout 5 true 2>/dev/null; then limit='timeout 60'; elif timeout -t 5 true 2>/dev/null; then limit='timeout -t 60'; fi

# run FILE COMMAND...: at most a minute each; an empty answer leaves no file.
run() {
  file=$out/$1
  shift
  has "$1" || return 1
  $limit "$@" >"$file" 2>/dev/null
  [ -s "$file" ] || { rm -f -- "$file"; return 1; }
}

# Whoever ran it with sudo may read it.
own() { if [ -n "${'$'}{SUDO_UID:-}" ] && [ "$(id -u)" = 0 ]; then chown -Rh "$SUDO_UID:${'$'}{SUDO_GID:-}" "$1"; fi; }

echo "Gathering into $out" >&2
if run ss.txt ss -tunap; then :
elif run netstat.txt netstat -tunapW || run netstat.txt netstat -tunap; then :
else
  for table in tcp tcp6 udp udp6; do run "proc-net-$table.txt" cat "/proc/net/$table"; done
fi
run ps.txt ps -ww -eo pid,ppid,user:32,comm,args || run ps.txt ps -ef || run ps.txt ps
run proc-exe.txt sh -c 'ls -l /proc/[0-9]*/exe'
if has ip; then
  run ip-addr.txt ip addr
  run ip-route.txt ip route
  run ip-6-route.txt ip -6 route
  run ip-neigh.txt ip neigh
else
  run ifconfig.txt ifconfig -a
  run route.txt route -n
  run arp.txt arp -an
fi
run hosts.txt cat /etc/hosts
run uname.txt uname -a
printf 'farend collection\nhost: %s\ntime: %s\nsystem: linux\nuser: %s\n' "$host" "$time" "$(id -un 2>/dev/null)" >"$out/collection.txt"

own "$out"
if has tar && tar -czf "$out.tar.gz" -C "$place" -- "$name" 2>/dev/null; then
  own "$out.tar.gz"
  echo "Packed as $out.tar.gz" >&2
fi
echo "Done. Read it with:  farend '$out'" >&2
`;
