/** Unlock codes with little memory: tests make many vaults and guess none. */
import { vi } from "vitest";

vi.mock("@noble/hashes/scrypt.js", async (original) => {
  const real = await original<typeof import("@noble/hashes/scrypt.js")>();
  const scryptAsync: typeof real.scryptAsync = (password, salt, options) =>
    real.scryptAsync(password, salt, { ...options, N: 2 ** 4 });
  return { ...real, scryptAsync };
});
