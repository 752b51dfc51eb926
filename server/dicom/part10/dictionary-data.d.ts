/** The one part of dcmjs that the Part 10 module touches: its data dictionary, which ships without types. */
declare module 'dcmjs/dictionary' {
  export const dictionary: Readonly<
    Record<string, { readonly tag: string; readonly vr?: string; readonly name: string }>
  >;
}
