import type { Investigation } from '../model/investigation.js';
import { clientEdition } from './html/_client-edition.js';
import { cardsFor, writeFindings } from './html/_findings.js';
import { iconSheet, PAGE_ICON } from './html/_icons.js';
import { huntSection } from './html/_hunts.js';
import { html as markup, Markup } from './html/_markup.js';
import { overview } from './html/_overview.js';
import type { PageContext } from './html/_page-context.js';
import { MOST_ROWS, writePeerTable } from './html/_peer-table.js';
import { reading } from './html/_reading.js';
import { rowData } from './html/_row-data.js';
import { summary, tlpBanner } from './html/_summary.js';
import { survey } from './html/_survey.js';
import { sha256 as scriptHash, text as script } from './html/client/client.js?page';
import { sha256 as styleHash, text as style } from './html/style.css?page';
import { DEFAULT_TLP } from './_tlp.js';
import type { RenderOptions, Report, Write } from './report.js';

/** Nothing may be loaded, sent, framed or run but the page's own style and script, known by their hashes. */
const POLICY = `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** End tags that may be left out (HTML, 13.1.2.4 Optional tags): a tenth of a page that is mostly tables. */
const NEEDLESS_END = /<\/(?:dd|dt|li|t[dhr]|tbody|thead)>/g;

/** One file that opens anywhere: the whole investigation for a person, to read, filter, print and hand over. */
export const html: Report = {
  name: 'html',
  title: 'One web page that opens offline: to read, filter, print, hand over',
  mediaType: 'text/html',
  extensions: ['html', 'htm'],
  render(investigation, options, write) {
    const context = contextOf(investigation, options);
    const found = survey(context.investigation);
    const writeMarkup: Write = (source) => write(source.replace(NEEDLESS_END, ''));
    writeMarkup(head(context).source);
    writeMarkup(markup`<main>${summary(context, found)}`.source);
    writeFindings(context, writeMarkup);
    writeMarkup(markup`${huntSection(context)}${overview(found)}`.source);
    writePeerTable(context, writeMarkup);
    writeMarkup(markup`${reading(context)}</main>${foot(context)}`.source);
    write('<script type="application/json" id="data">');
    write(rowData(context.investigation, context.rows));
    write(`</script>\n<script>${script}</script>\n</body>\n</html>\n`);
  },
};

function contextOf(
  investigation: Investigation,
  { edition = 'analyst', tlp = DEFAULT_TLP, rawRows }: RenderOptions,
): PageContext {
  const shown = edition === 'client' ? clientEdition(investigation) : investigation;
  const rows = Math.min(MOST_ROWS, shown.peers.length);
  return {
    investigation: shown,
    edition,
    tlp,
    cards: cardsFor(shown),
    hunts: 'section',
    rawRows: edition === 'client' ? null : (rawRows ?? null),
    rows,
  };
}

function head(context: PageContext): Markup {
  const { inputs, peers } = context.investigation;
  const title = inputs.length === 1 && inputs[0].name !== '-' ? inputs[0].name : 'connections';
  // The style is the page's own text, checked when it was built.
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>farend: ${title}</title>
<link rel="icon" href="${PAGE_ICON}">
<style>${new Markup(style)}</style>
</head>
<body class="tlp-${context.tlp.replace('+', '-')}">
<a class="skip" href="#findings">Skip to the peers</a>${iconSheet()}${tlpBanner(context)}<header class="top"><p class="brand"><svg viewBox="0 0 28 16" aria-hidden="true"><circle cx="6" cy="8" r="5"/><path d="M11 8h8"/><circle class="far" cx="23" cy="8" r="4"/></svg>farend</p><nav aria-label="Contents"><a href="#findings">Findings</a>${peers.length > 0 ? markup`<a href="#overview">Overview</a><a href="#peers">All peers</a>` : null}<a href="#read">What was read</a><a href="#knowledge">Method</a></nav></header>`;
}

function foot({ investigation }: PageContext): Markup {
  return markup`<footer><p>farend ${investigation.farend} · pack ${investigation.pack.version} <span>· no part of this page is loaded from elsewhere; links open only when you click them and say nothing of where you came from.</span></p></footer>`;
}
