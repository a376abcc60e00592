// Failures in the reader's words: what happened, what is safe, what to do.

import { type DeskWord, t } from "../text/desk";
import { ApiProblem } from "./api";

export interface Words {
  what: string;
  hint: string;
}

const BY_CODE: Record<string, readonly [DeskWord, DeskWord | null]> = {
  offline: ["error.offline", "error.offline_do"],
  bad_answer: ["error.bad_answer", "error.server_do"],
};

const BY_STATUS: Record<number, readonly [DeskWord, DeskWord | null]> = {
  403: ["error.forbidden", null],
  404: ["error.not_found", "error.not_found_do"],
};

/** Our own words, where the server sent none or its own would say too little. */
function ownWords(error: ApiProblem): Words | null {
  const known = BY_CODE[error.code] ?? BY_STATUS[error.status];
  if (!known || (error.title !== "" && error.status !== 404)) return null;
  return { what: t(known[0]), hint: known[1] ? t(known[1]) : "" };
}

/** Words for any thrown value; the server's own title wins where it sent one. */
export function wordsOf(error: unknown): Words {
  if (!(error instanceof ApiProblem)) return { what: t("error.title"), hint: t("error.server_do") };
  const fallback = error.status >= 500 ? t("error.server_do") : "";
  return ownWords(error) ?? { what: error.title || t("error.server"), hint: error.detail || fallback };
}

/** The same on one line, for a sentence that ends with the reason. */
export function lineOf(error: unknown): string {
  const { what, hint } = wordsOf(error);
  return hint ? t("detail.sentences", { what: what.replace(/\p{Po}$/u, ""), hint }) : what;
}
