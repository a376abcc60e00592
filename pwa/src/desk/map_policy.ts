// Leaflet writes a few fixed strings as HTML. Under Trusted Types a default policy lets exactly those pass and nothing else.

const FIXED = new Set(["<svg/>", ""]);
const SCALE = /^\d+(\.\d+)? (m|km)$/;

/** The string itself when it is one of Leaflet's own, otherwise null, which makes the browser refuse it. */
export function passHtml(text: string): string | null {
  return FIXED.has(text) || SCALE.test(text) ? text : null;
}

interface PolicyFactory {
  defaultPolicy: unknown;
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown;
}

/** Installs the policy once, before Leaflet is loaded; a browser without Trusted Types needs none. */
export function installMapPolicy(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory || factory.defaultPolicy) return;
  factory.createPolicy("default", { createHTML: passHtml });
}
