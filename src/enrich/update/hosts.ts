/** Second-level labels under which countries hand out names: `example.co.uk` belongs to another than `other.co.uk`. */
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'or', 'org']);

/** Domains whose subdomains belong to anybody. */
const SHARED = new Set([
  'amazonaws.com',
  'azureedge.net',
  'azurewebsites.net',
  'blob.core.windows.net',
  'cloudfront.net',
  'github.io',
  'googleapis.com',
  'githubusercontent.com',
  'pages.dev',
  'workers.dev',
]);

/**
 * The part of a host name that one owner registers: `ip-ranges.example.co.uk` is `example.co.uk`'s. Under shared
 * hosting, and for addresses, the whole name: being too narrow only refuses a redirect.
 */
export function registrableName(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (/^[\d.]+$/.test(name) || name.includes(':')) return name;
  const labels = name.split('.');
  for (let from = 1; from < labels.length; from++) if (SHARED.has(labels.slice(from).join('.'))) return name;
  const [second = '', top = ''] = labels.slice(-2);
  const count = top.length === 2 && SECOND_LEVEL.has(second) ? 3 : 2;
  return labels.slice(-count).join('.');
}

/** True for this machine itself: the only host that is asked without TLS or through no proxy by itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
