/** The page without its style sheet, its script and the hashes of both: what changes with the input. */
export function pageBody(html: string): string {
  return html
    .replace(/<style>.*<\/style>/s, "<style>…</style>")
    .replace(/<script>.*<\/script>/s, "<script>…</script>")
    .replaceAll(/sha256-[\w+/]+(?:=|&#x3D;)/g, "sha256-…");
}

/** The words of the page, tags left out. */
export function pageText(html: string): string {
  return pageBody(html)
    .replaceAll(/<script type="application\/json".*?<\/script>/gs, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}
