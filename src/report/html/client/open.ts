/** Opens the card that the address names (`#peer-12`) with all that it is folded in, now and whenever it changes. */
export function openByAddress(): void {
  addEventListener('hashchange', openTarget);
  // Following the same link twice changes no address.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#peer-"]') : null;
    if (link !== null && link.getAttribute('href') === location.hash) openTarget();
  });
  openTarget();
}

function openTarget(): void {
  const card = /^#peer-\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  if (card === null) return;
  for (let at: Element | null = card; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  card.scrollIntoView({ block: 'start' });
  card.querySelector('summary')?.focus({ preventScroll: true });
}

/** On paper nothing can be unfolded: what needs a look is open there, and as it was afterwards. */
export function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    const worth = document.querySelectorAll<HTMLDetailsElement>(
      // Hunts are to be copied, which paper can't.
      '.card:not(.expected), .card:is(.malicious, .suspicious) details:not(.hunts), .bad',
    );
    opened = [...worth].filter((details) => !details.open);
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}
