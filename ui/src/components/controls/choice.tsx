import { useUrlState } from "../../state/use-url-state.ts";

interface ChoiceProps {
  /** Of the address's value. */
  readonly name: string;
  readonly label: string;
  /** Value and words; the first is what counts when the address has none. */
  readonly options: readonly (readonly [string, string])[];
  readonly fallback?: string;
  /** Shows the label beside the list. */
  readonly isLabelShown?: boolean;
}

/** A list to choose from whose choice the address keeps. */
export function Choice({ name, label, options, fallback = "", isLabelShown = false }: ChoiceProps) {
  const [value, setValue] = useUrlState(name, fallback);
  return (
    <label>
      <span className={isLabelShown ? "soft" : "hidden-text"}>{label}</span>
      <select value={value} onChange={({ target }) => setValue(target.value, "push")}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
