/** The head of a table with one column per cell. */
export function LetterHead({ letters }: { readonly letters: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="hidden-text">Name</span>
        </th>
        {letters.map((letter, place) => (
          <th key={letter} scope="col" className={`letter letter-${place % 5}`}>
            {letter}
          </th>
        ))}
      </tr>
    </thead>
  );
}
