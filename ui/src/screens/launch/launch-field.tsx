import { useId } from "react";
import { useUrlState } from "../../state/use-url-state.ts";

interface LaunchFieldProps {
  /** Of the address's value: what is typed survives a reload, and a server that starts again. */
  readonly name: string;
  readonly label: string;
  /** What counts when it is left empty. */
  readonly usual: string;
  /** What it can be: a value and its words, or a value that says itself. */
  readonly choices?: readonly (string | readonly [string, string])[];
  readonly type?: "text" | "date" | "number";
}

export function LaunchField({ name, label, usual, choices, type = "text" }: LaunchFieldProps) {
  const [value, setValue] = useUrlState(name);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {choices === undefined ? (
        <input
          id={id}
          type={type}
          {...(type === "number" && { min: 1 })}
          value={value}
          placeholder={usual}
          onChange={({ target }) => setValue(target.value)}
        />
      ) : (
        <select id={id} value={value} onChange={({ target }) => setValue(target.value)}>
          <option value="">{usual}</option>
          {choices.map((choice) => {
            const [one, words] = typeof choice === "string" ? [choice, choice] : choice;
            return (
              <option key={one} value={one}>
                {words}
              </option>
            );
          })}
        </select>
      )}
    </div>
  );
}
