/**
 * What stands for a symbol in the name of its file. Slashes and backslashes become `_`, as they do in the files of
 * freqtrade: `BTC/USDT` lies in `BTC_USDT.csv`. A symbol of dots alone would be a folder.
 */
export function symbolFileName(symbol: string): string {
  return symbol.replaceAll(/^\.+$|[/\\]/g, (part) => "_".repeat(part.length));
}
