import type { Route } from './_call.js';

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The route for a path, `method` when only the method is another, or null. */
export function find(routes: readonly Route[], method: string, path: string): Match | 'method' | null {
  let isKnown = false;
  for (const route of routes) {
    const parameters = parametersOf(route.path, path);
    if (parameters === null) continue;
    if (route.method === method) return { route, parameters };
    isKnown = true;
  }
  return isKnown ? 'method' : null;
}

/** What stands for the `:name` parts, or null when the path is another. */
function parametersOf(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (!part.startsWith(':')) {
      if (part !== given[index]) return null;
      continue;
    }
    const value = decoded(given[index]);
    if (value === null || value === '') return null;
    parameters[part.slice(1)] = value;
  }
  return parameters;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
