/** What users write strategies in. */
export const CODE_LANGUAGES = ["javascript", "python"] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** TypeScript is JavaScript with types. */
const ENDINGS: Readonly<Record<CodeLanguage, RegExp>> = { javascript: /\.[cm]?[jt]s$/, python: /\.py$/ };

/** By the ending of a file's name; null for none of them. */
export function languageOf(file: string): CodeLanguage | null {
  return CODE_LANGUAGES.find((language) => ENDINGS[language].test(file)) ?? null;
}
