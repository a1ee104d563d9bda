import type { TearsheetInput } from "./tearsheet-input.ts";
import { compileTearsheet } from "./tearsheet-template.ts";
import { type TearsheetView, tearsheetView } from "./tearsheet-view.ts";

let compiled: ReturnType<typeof compileTearsheet<TearsheetView>> | null = null;

/**
 * The tearsheet of a run as one HTML file that needs nothing besides itself: no network, no other file.
 * It can be opened from disk, mailed and printed. Every string of the input is escaped.
 */
export function renderTearsheet(input: TearsheetInput): string {
  compiled ??= compileTearsheet<TearsheetView>();
  return compiled.render(tearsheetView(input, compiled.contentPolicy));
}
