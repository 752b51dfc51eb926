// vtk.js pulls xmlbuilder2 in through a reader of polygon files that is never used here. The real package extends Node's
// event emitter, which a browser bundle does not have, so the whole page would stay blank.
const absent = () => {
  throw new Error('xmlbuilder2 is not part of the browser bundle');
};
export const create = absent;
export const convert = absent;
export const fragment = absent;
export const builder = absent;
