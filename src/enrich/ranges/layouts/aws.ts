import type { NetworkKind } from '../../../model/knowledge.js';
import { RangeCollector } from '../_collector.js';
import { dateOfStamp, list, objects, own, readObject, requiredList, text } from '../_json.js';
import { RANK, type RangeLabel, type RangeLayout } from '../range-entry.js';

/** Services whose addresses run or show what a customer put there: renting them needs nothing but a card. */
const TENANT: Readonly<Record<string, string>> = {
  EC2: 'Amazon EC2',
  S3: 'Amazon S3',
  API_GATEWAY: 'Amazon API Gateway',
  GLOBALACCELERATOR: 'AWS Global Accelerator',
  CODEBUILD: 'AWS CodeBuild',
  CLOUD9: 'AWS Cloud9',
};

const NAMES: Readonly<Record<string, string>> = {
  CLOUDFRONT: 'Amazon CloudFront',
  CLOUDFRONT_ORIGIN_FACING: 'Amazon CloudFront (towards origins)',
  ROUTE53: 'Amazon Route 53 DNS',
  ROUTE53_RESOLVER: 'Amazon Route 53 resolver',
  ROUTE53_HEALTHCHECKS: 'Amazon Route 53 health checks',
  DYNAMODB: 'Amazon DynamoDB',
  EBS: 'Amazon EBS',
  WORKSPACES_GATEWAYS: 'Amazon WorkSpaces',
  AMAZON_CONNECT: 'Amazon Connect',
  AMAZON_APPFLOW: 'Amazon AppFlow',
  CHIME_MEETINGS: 'Amazon Chime meetings',
  CHIME_VOICECONNECTOR: 'Amazon Chime voice',
};

/**
 * `ip-ranges.json`. Each prefix stands once as AMAZON and again under its service; AMAZON alone is Amazon's own.
 * AMAZON rows also lie inside EC2 blocks, so they count as broad: narrower doesn't mean more special here.
 */
export const aws: RangeLayout = {
  name: 'aws',
  title: 'AWS ip-ranges.json',
  parse(source) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const row of objects(requiredList(file, 'prefixes'))) add(ranges, row.ip_prefix, row);
    for (const row of objects(list(file, 'ipv6_prefixes'))) add(ranges, row.ipv6_prefix, row);
    return ranges.file(dateOfStamp(file.syncToken));
  },
};

function add(ranges: RangeCollector, prefix: unknown, row: Readonly<Record<string, unknown>>): void {
  const service = text(row, 'service') ?? 'AMAZON';
  const place = text(row, 'region');
  const region = place === 'GLOBAL' ? null : place;
  const isBroad = service === 'AMAZON';
  const label: RangeLabel = {
    provider: 'amazon',
    organisation: 'Amazon',
    service: serviceName(service),
    region,
    kind: kindOf(service),
  };
  const rank = isBroad ? RANK.broad : service === 'EC2' ? RANK.tenant : RANK.service;
  ranges.add(prefix, label, { rank: rank + (region === null ? 0 : 1), isBroad });
}

function serviceName(service: string): string {
  if (service === 'AMAZON') return 'AWS service endpoints';
  return own(TENANT, service) ?? own(NAMES, service) ?? `AWS ${service.toLowerCase().replaceAll('_', ' ')}`;
}

function kindOf(service: string): NetworkKind {
  if (Object.hasOwn(TENANT, service)) return 'cloud-tenant';
  return service.startsWith('CLOUDFRONT') ? 'cdn' : 'cloud-platform';
}
