// The same small print in English, with exactly the keys of the Chinese file.

import type { detailsZh } from "./desk_details.zh";

export const detailsEn: Record<keyof typeof detailsZh, string> = {
  "detail.sentences": "{what}. {hint}",
  "detail.photos": "Photo {n}",
  "detail.other_part": "other parts",
  "detail.right_role": "the account may not record",
  "detail.right_officer": "signed by another person than the device's",
  "detail.right_desk_only": "this item is recorded at the desk only",
  "odd.required": "not answered",
  "odd.unknown_field": "not in the catalogue",
  "odd.unknown_counter": "no such counter in the catalogue",
  "odd.wrong_type": "not a value of this kind",
  "odd.not_a_choice": "not one of the choices",
  "odd.below_min": "too small",
  "odd.above_max": "too large",
  "odd.too_long": "too long",
  "odd.bad_phone": "does not look like a phone number",
  "odd.bad_plate": "does not look like a number plate",
  "odd.bad_datetime": "not a valid time",
  "odd.contradicts": "differs from what its points or counts say",
  "odd.sum_differs": "the parts do not add up to the total",
  "odd.too_fast": "counted faster than anyone can",
  "odd.clock_differs": "start and end do not fit the time counted",
  "purpose.fix": "Rectification",
  "proofs.kind.discard": "Discard entry",
  "part.body": "the whole content",
  "part.photos": "photos",
  "part.time": "time",
  "part.number": "a number",
  "part.counts": "counts",
};
