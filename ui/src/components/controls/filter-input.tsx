import type { KeyboardEvent } from "react";
import { useUrlState } from "../../state/use-url-state.ts";

/** A search field over the address's `q`: `/` goes to it, Esc empties and leaves it. */
export function FilterInput({ label, name = "q" }: { readonly label: string; readonly name?: string }) {
  const [words, setWords] = useUrlState(name);
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Escape") return;
    setWords("");
    event.currentTarget.blur();
  };
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={`${label}  /`}
      value={words}
      onChange={({ target }) => setWords(target.value)}
      onKeyDown={leave}
    />
  );
}
