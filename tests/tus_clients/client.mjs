/** Drives tus-js-client as one upload; options as JSON in argv[2], one JSON line on stdout for each thing that happens. */
import { readFileSync } from "node:fs";
import * as tus from "tus-js-client";

const given = JSON.parse(process.argv[2]);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
let patches = 0;
let chunks = 0;

/** What the server's own documentation asks of a client: some refusals are worth another try (docs/api.md). */
const WORTH_ANOTHER_TRY = new Set([400, 403, 409, 423, 429, 460]);

const options = {
  endpoint: given.endpoint,
  headers: given.headers,
  metadata: { sha256: given.sha256 },
  chunkSize: given.chunk ?? Number.POSITIVE_INFINITY,
  retryDelays: given.retries ?? [100, 200, 400, 800, 1600, 3200],
  uploadDataDuringCreation: given.with_creation ?? false,
  urlStorage: given.memory ? new tus.FileUrlStorage(given.memory) : undefined,
  storeFingerprintForResuming: Boolean(given.memory),
  removeFingerprintOnSuccess: true,
  fingerprint: async () => given.sha256,
  onBeforeRequest(request) {
    const isPatch = request.getMethod() === "PATCH";
    patches += isPatch ? 1 : 0;
    if (!isPatch || patches !== 1) return;
    for (const [name, value] of Object.entries(given.spoil ?? {})) request.setHeader(name, value);
  },
  onAfterResponse(request, response) {
    say({ method: request.getMethod(), status: response.getStatus() });
  },
  onShouldRetry(error, _attempt, _options) {
    const status = error.originalResponse?.getStatus() ?? 0;
    return status < 400 || status >= 500 || WORTH_ANOTHER_TRY.has(status);
  },
  onChunkComplete(_size, accepted) {
    say({ accepted });
    chunks += 1;
    if (chunks === given.die_after) process.kill(process.pid, "SIGKILL");
  },
  onSuccess: () => say({ done: true, url: upload.url }),
  onError: (error) => say({ failed: error.originalResponse?.getStatus() ?? 0, words: String(error.message) }),
};
if (given.default_retries) delete options.onShouldRetry;

const upload = new tus.Upload(readFileSync(given.file), options);
const [before] = given.memory ? await upload.findPreviousUploads() : [];
if (before) upload.resumeFromPreviousUpload(before);
upload.start();
