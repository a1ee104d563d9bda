import { useUrlState } from "../../state/use-url-state.ts";

/** A day that the address keeps. */
export function DayInput({ name, label }: { readonly name: string; readonly label: string }) {
  const [day, setDay] = useUrlState(name);
  return (
    <label className="wide-only">
      <span className="soft">{label}</span>
      <input type="date" value={day} onChange={({ target }) => setDay(target.value)} />
    </label>
  );
}
