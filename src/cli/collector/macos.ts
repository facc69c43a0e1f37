/** Gathers what `farend` reads on macOS; POSIX sh, nothing is installed, nothing is sent. */
export const script = String.raw`#!/bin/sh
# farend collector for macOS.
# Gathers the connections of this computer and what explains them into one folder and a .tar.gz:
#   netstat (else lsof); ps; own addresses, routes, neighbours; hosts file; names.
# Installs nothing, sends nothing, changes nothing outside the folder. As root it sees every program, else only some.
# Use:  sudo sh collect.sh [FOLDER TO PUT IT IN]
set -u
umask 077
LC_ALL=C
PATH=/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH

host=$(uname -n)
time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
safe=$(printf '%s' "$host" | tr -c 'A-Za-z0-9._-' '_')
name=farend-$safe-$(printf '%s' "$time" | tr -d ':-')
place=$(CDPATH= cd -- "${'$'}{1:-.}" && pwd) || exit 1
out=$place/$name
mkdir -- "$out" || exit 1

# run FILE COMMAND...: an empty answer leaves no file.
run() {
  file=$out/$1
  shift
  "$@" >"$file" 2>/dev/null
  [ -s "$file" ] || { rm -f -- "$file"; return 1; }
}

# Whoever ran it with sudo may read it.
own() { if [ -n "${'$'}{SUDO_UID:-}" ] && [ "$(id -u)" = 0 ]; then chown -Rh "$SUDO_UID:${'$'}{SUDO_GID:-}" "$1"; fi; }

echo "Gathering into $out" >&2
run netstat.txt netstat -anv || run lsof.txt lsof -nP -i
run ps.txt ps -axwwo pid,ppid,user,comm
run ps-args.txt ps -axwwo pid,ppid,user,args
run ifconfig.txt ifconfig -a
run routes.txt netstat -rn
run arp.txt arp -an
run hosts.txt cat /etc/hosts
run uname.txt uname -a
printf 'farend collection\nhost: %s\ntime: %s\nsystem: macos\nuser: %s\n' "$host" "$time" "$(id -un)" >"$out/collection.txt"

own "$out"
if tar -czf "$out.tar.gz" -C "$place" -- "$name" 2>/dev/null; then
  own "$out.tar.gz"
  echo "Packed as $out.tar.gz" >&2
fi
echo "Done. Read it with:  farend '$out'" >&2
`;
