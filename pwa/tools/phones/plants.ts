/** Bugs planted in the phone, as changes to its sources before they are bundled: the laboratory must catch each. */

/** `find` must stand exactly once in `file` (below pwa/), or bundling fails. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

export const PLANTS: { [name: string]: readonly Patch[] } = {};
