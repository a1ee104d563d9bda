/** Path below which the pages are served, `/` or `/nightgrid/`: this file is in `assets/` of it. */
export const BASE_PATH = import.meta.env.DEV ? "/" : new URL(/* @vite-ignore */ "..", import.meta.url).pathname;

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** Address of an endpoint. Values that are null, undefined or empty are left out; lists are repeated keys. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") search.append(key, String(one));
    }
  }
  const text = search.toString();
  return `${BASE_PATH}api/v1${path}${text === "" ? "" : `?${text}`}`;
}
