/** The default branch of an exhaustive switch: a new member of the union stops compiling here. */
export function exhaustive(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
