/** The logarithm of the gamma function, on which the beta and gamma distributions rest. */

/** Coefficients B₂ₖ / 2k(2k − 1) of Stirling's series (DLMF 5.11.1), k = 1 … 8. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** From here on the series is exact to double precision. */
const LARGE = 12;

/** ln Γ(x) for x > 0: Stirling's series, reached from small x by Γ(x + 1) = x Γ(x). */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  for (; shifted < LARGE; shifted++) product *= shifted;
  let [power, series] = [1 / shifted, 0];
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power /= shifted * shifted;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
