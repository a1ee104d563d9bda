/** A day `YYYY-MM-DD` (its beginning in UTC) or a moment with its offset, in ISO 8601; null for anything else. */
export function isoMoment(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const moment = new Date(text);
  // 2026-02-30 is read as the second of March.
  const isThere = !Number.isNaN(moment.getTime()) && (text.length > 10 || moment.toISOString().startsWith(text));
  return isThere ? moment : null;
}
