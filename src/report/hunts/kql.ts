import { jsonText } from '../_json-text.js';
import { type Hunt, linesFor, withMapped } from './_hunt.js';

/** How far back the tables are asked: what Defender keeps. */
const SINCE = '30d';

/** Defender XDR first, then Sentinel's table of firewalls and proxies. Strings are JSON in `dynamic()` (KQL reference). */
export const kql: Hunt = {
  name: 'kql',
  title: 'Defender and Sentinel (KQL)',
  where: 'in advanced hunting of Defender, or in Logs of Sentinel',
  language: 'kusto',
  lines: ({ addresses, names, programs }) => [
    ...linesFor(addresses, (texts) => [
      `DeviceNetworkEvents | where Timestamp > ago(${SINCE}) | where RemoteIP in (${list(withMapped(texts))}) | project Timestamp, DeviceName, ActionType, RemoteIP, RemotePort, RemoteUrl, InitiatingProcessFolderPath, InitiatingProcessCommandLine`,
      '',
      `CommonSecurityLog | where TimeGenerated > ago(${SINCE}) | where DestinationIP in (${list(texts)}) or SourceIP in (${list(texts)}) | project TimeGenerated, DeviceName, DeviceAction, SourceIP, DestinationIP, DestinationPort, SentBytes, ReceivedBytes`,
    ]),
    ...linesFor(names, (texts) => [
      '',
      `DeviceNetworkEvents | where Timestamp > ago(${SINCE}) | where RemoteUrl has_any (${list(texts)}) | project Timestamp, DeviceName, RemoteUrl, RemoteIP, RemotePort, InitiatingProcessFolderPath, InitiatingProcessCommandLine`,
    ]),
    ...linesFor(programs, (texts) => [
      '',
      `DeviceProcessEvents | where Timestamp > ago(${SINCE}) | where FileName in~ (${list(texts)}) | project Timestamp, DeviceName, FolderPath, SHA256, ProcessCommandLine, InitiatingProcessFileName`,
    ]),
  ],
};

function list(texts: readonly string[]): string {
  return `dynamic(${jsonText(texts)})`;
}
