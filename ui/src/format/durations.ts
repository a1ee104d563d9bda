const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** `2 h 5 min`, `41 s`, `380 ms`: the two largest units. @param ms 0 or more */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const at = UNITS.findIndex(([, size]) => ms >= size);
  const [name, size] = UNITS[at] ?? UNITS[3];
  const smaller = UNITS[at + 1];
  const rest = smaller === undefined ? 0 : Math.floor((ms % size) / smaller[1]);
  return smaller === undefined || rest === 0
    ? `${Math.floor(ms / size)} ${name}`
    : `${Math.floor(ms / size)} ${name} ${rest} ${smaller[0]}`;
}

/** `in 4 h 10 min`, `3 min ago`, `now`. */
export function formatDistance(at: number, now: number): string {
  const distance = at - now;
  if (Math.abs(distance) < 1000) return "now";
  const text = formatDuration(
    Math.abs(distance) < 10_000 ? Math.ceil(Math.abs(distance) / 1000) * 1000 : Math.abs(distance),
  );
  return distance > 0 ? `in ${text}` : `${text} ago`;
}
