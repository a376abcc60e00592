import type { Draft } from "../device/types";
import { tr } from "../text/field_record";

/** The reviewer's words where they belong to this part of the form; a reviewer need not write any. */
export function pointedAt({ review }: Pick<Draft, "review">, field: string): string | undefined {
  return review?.field === field ? review.words?.trim() || tr("form.pointed") : undefined;
}
