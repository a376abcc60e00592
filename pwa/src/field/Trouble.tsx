import { Message } from "../ui";
import { problemWords } from "./problem_words";

type TroubleProps = { error: unknown; tone?: "bad" | "warn" };

/** A failure in words: what happened, what is safe, what to do. Nothing where nothing failed. */
export function Trouble({ error, tone = "bad" }: TroubleProps) {
  if (!error) return null;
  const { what, next } = problemWords(error);
  return <Message tone={tone} what={what} then={next} />;
}
