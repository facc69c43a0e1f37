/** What the server could not do, in its words. */
export class Problem extends Error {
  readonly hint: string | null;

  constructor(message: string, hint: string | null) {
    super(message);
    this.hint = hint;
  }
}

export function get<T>(path: string): Promise<T> {
  return call<T>('GET', path);
}

export function post<T>(path: string, body: object = {}): Promise<T> {
  return call<T>('POST', path, body);
}

export function put<T>(path: string, body: object): Promise<T> {
  return call<T>('PUT', path, body);
}

export function remove(path: string): Promise<unknown> {
  return call('DELETE', path);
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  let response: Response;
  try {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    response = await fetch(`/api/${path}`, { method, credentials: 'same-origin', ...sent });
  } catch {
    throw new Problem('farend serve does not answer', 'Is it still running in its terminal?');
  }
  if (response.ok) return (await response.json()) as T;
  throw problemOf(response.status, await response.text());
}

/** Sends one file as it is, and tells how far it is: 0..1. */
export function sendFile(upload: string, name: string, file: File, tell: (share: number) => void): Promise<void> {
  // fetch says nothing of what it has sent so far.
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name, modified: String(file.lastModified) });
  request.open('PUT', `/api/uploads/${upload}/file?${query}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => tell(total === 0 ? 1 : loaded / total));
    request.addEventListener('load', () =>
      request.status === 201 ? resolve() : reject(problemOf(request.status, request.responseText)),
    );
    request.addEventListener('error', () => reject(new Problem(`${name} could not be sent`, null)));
    request.send(file);
  });
}

function problemOf(status: number, text: string): Problem {
  try {
    const { message, hint } = JSON.parse(text) as { message: string; hint: string | null };
    return new Problem(message, hint);
  } catch {
    return status === 401
      ? new Problem('this page is not signed in any more', 'Open the link that the terminal shows.')
      : new Problem(`${status}: ${text.slice(0, 200)}`, null);
  }
}
