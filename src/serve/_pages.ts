import { PAGE_ICON } from '../report/html/sections.js';
import { text as reportStyle } from '../report/html/style.css?page';
import { text as ownStyle } from './style.css?page';
import { text as script } from './client/app.js?page';

export { script };

/** The report's own look, and what the page adds to it. */
export const style = `${reportStyle}\n${ownStyle}`;

const BRAND =
  '<p class="brand"><svg viewBox="0 0 28 16" aria-hidden="true"><circle cx="6" cy="8" r="5"/><path d="M11 8h8"/><circle class="far" cx="23" cy="8" r="4"/></svg>farend</p>';

/** All of these are fixed texts: nothing from outside is in them. */
function document(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${PAGE_ICON}">
<link rel="stylesheet" href="/style.css">
${head}</head>
<body>
${body}
</body>
</html>
`;
}

/** The page itself; the script fills it. */
export const page = document(
  'farend',
  '<script src="/app.js" defer></script>\n',
  `<a class="skip" href="#main">Skip to the content</a><div id="icons"></div><header class="top">${BRAND}<div id="bar"></div></header><main id="main" tabindex="-1"><noscript><p>This page needs its script. Without one: <code>farend --out report.html FILE</code></p></noscript></main><div id="toasts" role="status" aria-live="polite"></div>`,
);

function door(title: string, inner: string, head = ''): string {
  return document(`farend: ${title}`, head, `<main class="door">${BRAND}<h1>${title}</h1>${inner}</main>`);
}

export const noSessionPage = door(
  'This link was used',
  '<p>A link opens one browser, once. The terminal where <code>farend serve</code> runs shows a fresh one.</p>',
);

/** Asks again from here, and so brings the cookie along. */
export const againPage = door(
  'One moment',
  '<p><a href="/?again">Go on</a></p>',
  '<meta http-equiv="refresh" content="0; url=/?again">\n',
);

/** The passphrase form, after an attempt or before the first. */
export function loginPage(attempt: 'wrong' | 'too-often' | null): string {
  const said =
    attempt === null
      ? ''
      : `<p class="warn" role="alert">${attempt === 'wrong' ? 'That is not it.' : 'Too many tries: wait a minute.'}</p>`;
  return door(
    'Passphrase',
    `${said}<form method="post" action="/login"><label for="passphrase">The one that was given to <code>farend serve</code></label><input id="passphrase" name="passphrase" type="password" autocomplete="current-password" required autofocus><button type="submit">Open</button></form>`,
  );
}
