import { RangeCollector } from '../_collector.js';
import { list, readObject, requiredList } from '../_json.js';
import { RANK, type RangeLabel, type RangeLayout } from '../range-entry.js';

const OWN: Readonly<Record<string, string>> = {
  hooks: 'GitHub',
  web: 'GitHub',
  api: 'GitHub',
  git: 'GitHub',
  copilot: 'GitHub Copilot',
  packages: 'GitHub Packages',
  pages: 'GitHub Pages and raw content',
  importer: 'GitHub Importer',
  github_enterprise_importer: 'GitHub Importer',
  dependabot: 'GitHub Dependabot',
};

/** Machines that run whatever a user's workflow or editor says. */
const RENTED: Readonly<Record<string, string>> = {
  actions: 'GitHub Actions runner (Azure)',
  actions_macos: 'GitHub Actions runner (macOS)',
  codespaces: 'GitHub Codespaces (Azure)',
};

/**
 * `api.github.com/meta`. `actions` names whole Azure blocks, most of whose addresses belong to other tenants: it is
 * broad, and Microsoft's, so that nothing rented on Azure passes for GitHub.
 */
export const githubMeta: RangeLayout = {
  name: 'github-meta',
  title: 'GitHub meta API',
  parse(source) {
    const file = readObject(source);
    requiredList(file, 'web');
    const ranges = new RangeCollector();
    for (const [key, service] of Object.entries(OWN)) {
      const label: RangeLabel = {
        provider: 'github',
        organisation: 'GitHub',
        service,
        region: null,
        kind: 'cloud-platform',
      };
      const rank = service === 'GitHub' ? RANK.productList : RANK.service;
      for (const prefix of list(file, key)) ranges.add(prefix, label, { rank });
    }
    for (const [key, service] of Object.entries(RENTED)) {
      const label: RangeLabel = {
        provider: 'microsoft',
        organisation: 'Microsoft',
        service,
        region: null,
        kind: 'cloud-tenant',
      };
      for (const prefix of list(file, key)) ranges.add(prefix, label, { rank: RANK.broad, isBroad: true });
    }
    return ranges.file(null);
  },
};
