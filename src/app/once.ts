/** Asks once for each list of arguments, which have a JSON form; the answer, be it an error, stays. */
export function once<A extends readonly unknown[], T>(ask: (...input: A) => Promise<T>): (...input: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (...input) => {
    const key = JSON.stringify(input);
    const answer = answers.get(key) ?? ask(...input);
    answers.set(key, answer);
    return answer;
  };
}
