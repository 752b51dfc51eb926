/** A number as people type it: a comma is as good as a point. Null for what is none. */
export function numberFrom(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}
