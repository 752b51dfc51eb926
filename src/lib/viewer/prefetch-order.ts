/** Frames are fetched ahead nearest first, a little more in the direction of travel. */

/**
 * @param from index on screen
 * @param direction 1 forward, -1 backward
 * @returns all other indices: two ahead for each one behind while both sides last
 */
export function prefetchOrder(count: number, from: number, direction: 1 | -1): number[] {
  const order: number[] = [];
  let ahead = from + direction;
  let behind = from - direction;
  const inside = (index: number): boolean => index >= 0 && index < count;
  while (inside(ahead) || inside(behind)) {
    for (let i = 0; i < 2 && inside(ahead); i++, ahead += direction) order.push(ahead);
    if (inside(behind)) {
      order.push(behind);
      behind -= direction;
    }
  }
  return order;
}
