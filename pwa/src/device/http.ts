/** A problem document (RFC 9457) of the server: `permanent` says that trying again cannot help. */
export class Problem extends Error {
  override name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly permanent: boolean;
  readonly detail: string;
  readonly extras: Record<string, unknown>;
  constructor(status: number, document: Record<string, unknown>) {
    super(String(document["title"] ?? status));
    this.status = status;
    this.code = String(document["code"] ?? "unknown");
    this.permanent = document["permanent"] === true;
    this.detail = String(document["detail"] ?? "");
    this.extras = document;
  }
}

/** Nobody answered, or something that is not our server did: `captive_portal`. */
export class NoContact extends Error {
  override name = "NoContact";
  readonly code: "offline" | "timeout" | "captive_portal";
  constructor(code: "offline" | "timeout" | "captive_portal") {
    super(code);
    this.code = code;
  }
}
