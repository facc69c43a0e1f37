import type { NetworkKind } from '../../../model/knowledge.js';
import { RangeCollector } from '../_collector.js';
import { isObject, list, objects, own, readObject, requiredList, text } from '../_json.js';
import { RANK, type RangeLayout } from '../range-entry.js';

/** Tags whose addresses answer with what a customer put there. */
const TENANT: Readonly<Record<string, string>> = {
  Storage: 'Azure Storage',
  AppService: 'Azure App Service',
  ApiManagement: 'Azure API Management',
  AzureContainerRegistry: 'Azure Container Registry',
  AzureCosmosDB: 'Azure Cosmos DB',
  AzureDataLake: 'Azure Data Lake',
  AzureDatabricks: 'Azure Databricks',
  AzureDevSpaces: 'Azure Dev Spaces',
  AzureIoTHub: 'Azure IoT Hub',
  AzureSignalR: 'Azure SignalR',
  AzureSpringCloud: 'Azure Spring Apps',
  AzureWebPubSub: 'Azure Web PubSub',
  EventHub: 'Azure Event Hubs',
  HDInsight: 'Azure HDInsight',
  KustoAnalytics: 'Azure Data Explorer',
  LogicApps: 'Azure Logic Apps',
  ServiceBus: 'Azure Service Bus',
  Sql: 'Azure SQL',
  WindowsVirtualDesktop: 'Azure Virtual Desktop',
};

/** Microsoft's own services under the names that people know. */
const OWN: Readonly<Record<string, string>> = {
  AzureActiveDirectory: 'Microsoft sign-in (Entra ID)',
  AzureUpdateDelivery: 'Windows Update and delivery',
  EOPExternalPublishedIPs: 'Exchange Online Protection',
  MicrosoftCloudAppSecurity: 'Microsoft Defender for Cloud Apps',
  OneDsCollector: 'Windows telemetry',
};

/** Front Door tags split by who stands behind the door. */
const FRONT_DOOR: Readonly<Record<string, readonly [string, NetworkKind]>> = {
  'AzureFrontDoor.FirstParty': ['Microsoft front door and web services', 'cloud-platform'],
  'AzureFrontDoor.MicrosoftSecurity': ['Microsoft security services', 'cloud-platform'],
};

/**
 * `ServiceTags_*.json`: a prefix stands under a tag (`Storage`), its region (`Storage.WestEurope`) and usually
 * `AzureCloud`, which is all that anybody can rent: it counts only where no service is named.
 */
export const azureTags: RangeLayout = {
  name: 'azure-tags',
  title: 'Azure service tags',
  parse(source) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const tag of objects(requiredList(file, 'values'))) addTag(ranges, tag);
    return ranges.file(null);
  },
};

function addTag(ranges: RangeCollector, tag: Readonly<Record<string, unknown>>): void {
  const name = text(tag, 'name');
  if (name === null || !isObject(tag.properties)) return;
  const { properties } = tag;
  const region = text(properties, 'region');
  const isBroad = text(properties, 'systemService') === null && name.startsWith('AzureCloud');
  const [service, kind] = isBroad ? (['Azure', 'cloud-tenant'] as const) : serviceOf(name);
  const label = { provider: 'microsoft', organisation: 'Microsoft', service, region, kind };
  const rank = isBroad ? RANK.broad : kind === 'cloud-platform' ? RANK.service : RANK.tenant;
  for (const prefix of list(properties, 'addressPrefixes')) {
    ranges.add(prefix, label, { rank: rank + (region === null ? 0 : 1), isBroad });
  }
}

function serviceOf(name: string): readonly [string, NetworkKind] {
  const frontDoor = own(FRONT_DOOR, name);
  if (frontDoor !== null) return frontDoor;
  const [tag] = name.split('.');
  if (tag === 'AzureFrontDoor') return ['Azure Front Door (customers’ sites too)', 'cdn'];
  const tenant = own(TENANT, tag);
  if (tenant !== null) return [tenant, 'cloud-tenant'];
  return [own(OWN, tag) ?? spaced(tag), 'cloud-platform'];
}

/** `AzureKeyVault` is `Azure Key Vault`, `SCCservice` stays. */
function spaced(tag: string): string {
  return tag.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
}
