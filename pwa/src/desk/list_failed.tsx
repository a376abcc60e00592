import { tc } from "../text/desk";
import { Button, ErrorBox } from "../ui";
import { wordsOf } from "./problem_words";

/** A list that could not be read: what happened, what to do, and trying again. */
export function ListFailed({ error, again }: { error: unknown; again: () => void }) {
  const { what, hint } = wordsOf(error);
  return (
    <div class="list-end stack">
      <ErrorBox what={what} then={hint || undefined} />
      <Button onClick={again}>{tc("retry")}</Button>
    </div>
  );
}
