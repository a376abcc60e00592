/** Bugs planted in the phone, as changes to its sources before they are bundled: the laboratory must catch each. */

/** `find` must stand exactly once in `file` (below pwa/), or bundling fails. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

const EVENTS = "src/core/outbox_events.ts";
const STEPS = "src/device/sync_steps.ts";

export const PLANTS: { [name: string]: readonly Patch[] } = {
  "bytes deleted when sending begins": [
    { file: STEPS, find: "{ type EntryRow, read }", replace: "{ type EntryRow, read, write }" },
    {
      file: STEPS,
      find: "  const cargo = { sha256, data };",
      replace: `  const cargo = { sha256, data };
  await write(["bytes"], (tx) => tx.objectStore("bytes").delete([vault.kid, sha256]));`,
    },
  ],
  "picture sent without a receipt": [
    {
      file: EVENTS,
      find: '({ ...blob, state: "stored", problem: null })',
      replace: '({ ...blob, state: "sent" })',
    },
  ],
  "entry sent without a receipt": [
    { file: EVENTS, find: 'return entry.state === "sent" ? "sent" : "admitted";', replace: 'return "sent";' },
  ],
  "failed write swallowed": [
    {
      file: "src/device/db.ts",
      find: "      await abort(tx);\n      throw error;",
      replace: "      await abort(tx);\n      return undefined as T;",
    },
  ],
  "saved before the commit": [
    {
      file: "src/device/db.ts",
      find: "      await tx.done;\n      return result;",
      replace: "      tx.done.catch(() => undefined);\n      return result;",
    },
  ],
  "captive portal believed": [
    {
      file: "src/device/tus.ts",
      find: '    throw new NoContact("captive_portal");',
      replace: "    return Number.MAX_SAFE_INTEGER;",
    },
    {
      file: EVENTS,
      find: "const index = event.indexes[blob.sha256];",
      replace: "const index = event.indexes[blob.sha256] ?? 0;",
    },
  ],
  "given up after one failure": [
    {
      file: EVENTS,
      find: 'state: event.permanent ? "refused" : "queued",',
      replace: 'state: event.permanent ? "refused" : "sent",',
    },
  ],
  "answers saved over the shots": [
    {
      file: "src/device/drafts.ts",
      find: "{ ...draft, shots: stored?.shots ?? draft.shots }",
      replace: "{ ...stored, ...draft }",
    },
  ],
  "two tabs write over each other": [
    {
      file: "src/device/locks.ts",
      find: "return locks ? await locks.request(name, () => task()) : queued(name, task);",
      replace: "return locks ? await task() : queued(name, task);",
    },
    {
      file: "src/device/journal_writer.ts",
      find: "if (now.hash !== head.hash) throw new HeadMoved();",
      replace: "if (now.seq > head.seq + 9) throw new HeadMoved();",
    },
    {
      file: "src/device/journal_writer.ts",
      find: 'await tx.objectStore("entries").add(row)',
      replace: 'await tx.objectStore("entries").put(row)',
    },
  ],
  "revoked vault wiped at once": [
    {
      file: STEPS,
      find: "if (answer.revoked) await editVault(vault.kid, { revoked: true });",
      replace: "if (answer.revoked) await wipe(vault.kid);",
    },
    {
      file: STEPS,
      find: 'import { editVault, type Vault } from "./vault.ts";',
      replace: 'import { type Vault, wipe } from "./vault.ts";',
    },
  ],
  "vault wiped when no token is given": [
    {
      file: "src/device/sync.ts",
      find: "    if (error instanceof LedgerAlarm) return raiseAlarm(of.kid, error);",
      replace: `    if (error instanceof LedgerAlarm) return raiseAlarm(of.kid, error);
    if ((error as Error).name === "TokenRefused") await wipe(of.kid);`,
    },
    {
      file: "src/device/sync.ts",
      find: "isDrained, type Vault, vault }",
      replace: "isDrained, type Vault, vault, wipe }",
    },
  ],
  "receipt not verified": [
    {
      file: "src/core/receipts.ts",
      find: 'if (!included) throw new LedgerAlarm("not_included", checkpoint.note);',
      replace: 'if (included === null) throw new LedgerAlarm("not_included", checkpoint.note);',
    },
    {
      file: "src/core/receipts.ts",
      find: "if (!leafSpeaksOf(parseLeaf(receipt.leaf, checkpoint.note), expected)) {",
      replace: 'if (receipt.leaf === "" || leafSpeaksOf({}, expected)) {',
    },
  ],
  "offset of the server ignored": [
    {
      file: STEPS,
      find: "let offset = begun ? await arrived(vault, sha256) : null;",
      replace: "let offset = begun ? 0 : null;",
    },
  ],
};
