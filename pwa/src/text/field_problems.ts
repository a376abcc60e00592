import { problemsZh } from "./field_problems.zh";
import { translator } from "./lang";

export type Cause = keyof typeof problemsZh extends infer Key
  ? Key extends `cause.${infer Name}`
    ? Name extends `${string}.then`
      ? never
      : Name
    : never
  : never;

/** Translator of causes that come without words of their own. */
export const tp = translator<keyof typeof problemsZh>(
  problemsZh,
  async () => (await import("./field_problems.en")).problemsEn,
);
