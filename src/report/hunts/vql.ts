import { type Hunt, linesFor } from './_hunt.js';

/** Velociraptor: a notebook cell, or the query of a custom artifact for a hunt. */
export const vql: Hunt = {
  name: 'vql',
  title: 'Velociraptor (VQL)',
  where: 'in a notebook, or as the query of an artifact in a hunt',
  language: 'sql',
  lines: ({ addresses, programs }) => [
    ...linesFor(addresses, (texts) => [
      `SELECT Pid, { SELECT Name, Exe, CommandLine FROM pslist(pid=Pid) } AS Process, Laddr.Port AS LocalPort, Raddr.IP AS RemoteAddress, Raddr.Port AS RemotePort, Status FROM netstat() WHERE Raddr.IP =~ '''^(?:::ffff:)?(?:${texts.map(literal).join('|')})$'''`,
    ]),
    ...linesFor(programs, (texts) => [
      `SELECT Pid, Ppid, Name, Exe, CommandLine FROM pslist() WHERE Name =~ '''(?i)^(?:${texts.map(literal).join('|')})$'''`,
    ]),
  ],
};

/** A regular expression (RE2) for just this text, which no quote can leave: what is no letter or digit by its number. */
function literal(text: string): string {
  return text.replace(/[^A-Za-z0-9:]/gu, (character) => {
    return character === '.' ? '\\.' : `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
