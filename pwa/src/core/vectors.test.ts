import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { verifyEd25519Plain, webCrypto } from "../device/crypto.ts";
import { type Bytes, unhex } from "./bytes.ts";
import { isConsistent, isIncluded } from "./merkle.ts";
import type { PublicJwk } from "./ports.ts";

const folder = fileURLToPath(new URL("../../../../shared/vectors", import.meta.url));
const isHere = existsSync(folder);

const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const bytes = (text: string | null | undefined): Bytes => Uint8Array.from(Buffer.from(text ?? "", "base64"));

interface ProofCase {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

function cases(kind: string): [string, ProofCase][] {
  const names = readdirSync(`${folder}/merkle/${kind}`, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".json"));
  return files.map((name) => [name, read(`merkle/${kind}/${name}`)]);
}

describe.skipIf(!isHere)("public vectors (../shared/vectors)", () => {
  test("inclusion proofs", async () => {
    const all = cases("inclusion");
    for (const [name, { leafIdx, treeSize, leafHash, root, proof, wantErr }] of all) {
      const hashes = (proof ?? []).map(bytes);
      const claim = {
        index: leafIdx,
        size: treeSize,
        leaf: bytes(leafHash),
        root: bytes(root),
        proof: hashes,
      };
      expect([name, await isIncluded(webCrypto, claim)]).toEqual([name, !wantErr]);
    }
    console.info(`${all.length} inclusion proofs agree`);
  });

  test("consistency proofs", async () => {
    const all = cases("consistency");
    for (const [name, { size1, size2, root1, root2, proof, wantErr }] of all) {
      const hashes = (proof ?? []).map(bytes);
      const claim = { from: size1, to: size2, fromRoot: bytes(root1), toRoot: bytes(root2), proof: hashes };
      expect([name, await isConsistent(webCrypto, claim)]).toEqual([name, !wantErr]);
    }
    console.info(`${all.length} consistency proofs agree`);
  });

  test("ECDSA P-256 signatures", async () => {
    let count = 0;
    for (const group of read("ecdsa_secp256r1_sha256_p1363_test.json").testGroups) {
      const point = Buffer.from(group.publicKey.uncompressed, "hex");
      const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
      const key: PublicJwk = { kty: "EC", crv: "P-256", x, y };
      for (const { tcId, msg, sig, result } of group.tests) {
        const held = await webCrypto.verifyP256(key, unhex(sig), unhex(msg));
        expect([tcId, held]).toEqual([tcId, result === "valid"]);
        count += 1;
      }
    }
    console.info(`${count} ECDSA signatures agree`);
  });

  test.each([
    ["WebCrypto", webCrypto.verifyEd25519],
    ["the library", verifyEd25519Plain],
  ])("Ed25519 signatures with %s", async (name, verify) => {
    let count = 0;
    for (const group of read("ed25519_test.json").testGroups) {
      for (const { tcId, msg, sig, result } of group.tests) {
        const held = await verify(unhex(group.publicKey.pk), unhex(sig), unhex(msg));
        expect([tcId, held]).toEqual([tcId, result === "valid"]);
        count += 1;
      }
    }
    console.info(`${count} Ed25519 signatures agree with ${name}`);
  });
});
