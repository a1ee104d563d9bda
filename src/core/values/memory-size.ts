const UNIT_MB = { MB: 1, GB: 1024, MiB: 1, GiB: 1024 } as const;

export const MEMORY_PATTERN = "^[0-9]{1,6}(MB|GB|MiB|GiB)$";

/** `512MB`, `8GB` in MiB (both spellings mean powers of two); null when the text is no such size. */
export function parseMemoryMb(text: string): number | null {
  const [, number, unit] = /^(\d{1,6})(MB|GB|MiB|GiB)$/.exec(text) ?? [];
  return number === undefined || unit === undefined ? null : Number(number) * UNIT_MB[unit as keyof typeof UNIT_MB];
}

/** `512MB`, `8GB`. */
export function formatMemoryMb(memoryMb: number): string {
  return memoryMb >= 1024 && memoryMb % 1024 === 0 ? `${memoryMb / 1024}GB` : `${memoryMb}MB`;
}
