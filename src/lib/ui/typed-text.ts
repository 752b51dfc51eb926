/** Listeners of text controls that care about the text alone. */
interface TextEvent {
  readonly currentTarget: { readonly value: string };
}

/** `onchange: whenTyped((text) => …)`. */
export const whenTyped =
  (run: (text: string) => void) =>
  ({ currentTarget }: TextEvent): void =>
    run(currentTarget.value);
