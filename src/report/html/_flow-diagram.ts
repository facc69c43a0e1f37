import { sankey, sankeyLinkHorizontal, type SankeyGraph } from 'd3-sankey';
import { type Verdict, VERDICTS } from '../../model/judgement.js';
import { counted } from '../_numbers.js';
import { fit } from '../_display-width.js';
import { terminalText } from '../terminal-text.js';
import { html, type Markup } from './_markup.js';
import { type Path, worse } from './_survey.js';

const WIDTH = 1000;
const NODE_HEIGHT = 30;
const MOST = [9, 11, 9] as const;
const COLUMNS = ['program', 'organisation', 'country'] as const;
const LABEL = 28;

interface Node {
  readonly key: string;
  readonly title: string;
  readonly column: number;
  readonly worst: Verdict;
}

interface Link {
  readonly source: string;
  readonly target: string;
  value: number;
  worst: Verdict;
}

/** Which programs reach which organisations in which countries, by peers; rare ones share a node of others. */
export function flowDiagram(paths: readonly Path[]): Markup {
  const { nodes, links } = bounded(paths);
  const tallest = Math.max(...[0, 1, 2].map((column) => nodes.filter((node) => node.column === column).length));
  const height = Math.max(140, tallest * NODE_HEIGHT + 30);
  const graph = sankey<Node, Link>()
    .nodeId(({ key }) => key)
    .nodeAlign(({ column }) => column)
    .nodeWidth(10)
    .nodePadding(Math.min(16, (height * 0.5) / Math.max(1, tallest)))
    .extent([
      [1, 26],
      [WIDTH - 1, height - 4],
    ])({ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) });
  return html`<svg class="flow" viewBox="0 0 ${WIDTH} ${Math.round(height)}" role="img" aria-label="${flowWords(paths)}"><g class="axis"><text x="0" y="14">Program</text><text x="500" y="14" text-anchor="middle">Organisation</text><text x="1000" y="14" text-anchor="end">Country</text></g>${linkShapes(graph)}${nodeShapes(graph)}</svg>`;
}

function linkShapes({ links }: SankeyGraph<Node, Link>): Markup[] {
  const shape = sankeyLinkHorizontal();
  return links.map((link) => {
    const { source, target, worst, value } = link;
    const ends = [source, target].map((end) => (typeof end === 'object' ? (end as unknown as Node).title : ''));
    // The layout leaves fractions of a pixel that nobody sees.
    const path = (shape(link) ?? '').replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
    return html`<path class="${worst}" d="${path}" stroke-width="${(Math.max(1, link.width ?? 1)).toFixed(1)}"><title>${ends.join(' to ')}: ${counted(value, 'peer')}, worst verdict ${worst}</title></path>`;
  });
}

function nodeShapes({ nodes }: SankeyGraph<Node, Link>): Markup[] {
  return nodes.map((node) => {
    const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, column, title, worst, value = 0 } = node;
    const isLast = column === 2;
    const middle = ((y0 + y1) / 2).toFixed(1);
    const label = fit(terminalText(title), LABEL);
    return html`<rect class="${worst}" x="${x0.toFixed(1)}" y="${y0.toFixed(1)}" width="${(x1 - x0).toFixed(1)}" height="${Math.max(1, y1 - y0).toFixed(1)}"/><text x="${(isLast ? x0 - 7 : x1 + 7).toFixed(1)}" y="${middle}" dy=".35em"${isLast ? html` text-anchor="end"` : null}>${label} <tspan>${value}</tspan><title>${title}</title></text>`;
  });
}

/** The busiest of each column by name, those that need a look before the rest; all others in one node. */
function bounded(paths: readonly Path[]): { nodes: Node[]; links: Link[] } {
  const kept = COLUMNS.map((column, index) => keptTitles(paths, column, MOST[index]));
  const nodes = new Map<string, Node>();
  const links = new Map<string, Link>();
  for (const path of paths) {
    const keys = COLUMNS.map((column, index) => {
      const { titles, others } = kept[index];
      const title = titles.has(path[column]) ? path[column] : `${others} others`;
      const key = `${index}:${titles.has(path[column]) ? 'n' : 'o'}:${title}`;
      const node = nodes.get(key);
      nodes.set(key, {
        key,
        title,
        column: index,
        worst: node === undefined ? path.worst : worse(node.worst, path.worst),
      });
      return key;
    });
    addLink(links, keys[0], keys[1], path);
    addLink(links, keys[1], keys[2], path);
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

function keptTitles(
  paths: readonly Path[],
  column: (typeof COLUMNS)[number],
  most: number,
): { readonly titles: ReadonlySet<string>; readonly others: number } {
  const tallies = new Map<string, { peers: number; worst: Verdict }>();
  for (const path of paths) {
    const tally = tallies.get(path[column]) ?? { peers: 0, worst: path.worst };
    tallies.set(path[column], { peers: tally.peers + path.peers, worst: worse(tally.worst, path.worst) });
  }
  const rank = ({ worst }: { worst: Verdict }): number => Math.min(2, VERDICTS.indexOf(worst));
  const sorted = [...tallies].sort(([a, x], [b, y]) => rank(x) - rank(y) || y.peers - x.peers || (a < b ? -1 : 1));
  // One other would take the place of the one it stands for.
  const room = sorted.length <= most + 1 ? most + 1 : most;
  return { titles: new Set(sorted.slice(0, room).map(([title]) => title)), others: sorted.length - room };
}

function addLink(links: Map<string, Link>, source: string, target: string, path: Path): void {
  const key = JSON.stringify([source, target]);
  const link = links.get(key);
  if (link === undefined) links.set(key, { source, target, value: path.peers, worst: path.worst });
  else {
    link.value += path.peers;
    link.worst = worse(link.worst, path.worst);
  }
}

function flowWords(paths: readonly Path[]): string {
  const busiest = [...paths].sort((a, b) => b.peers - a.peers).slice(0, 5);
  const said = busiest.map((path) => `${path.program} to ${path.organisation}, ${path.country}: ${path.peers}`);
  return `Flow from programs to organisations to countries, by peers. Busiest: ${said.join('; ')}.`;
}
