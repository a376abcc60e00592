// Small remembered choices; a browser that refuses storage only forgets them.

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`xunzheng.desk.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`xunzheng.desk.${key}`, value);
  } catch {
    // Private modes refuse storage; the choice then lasts for this page only.
  }
}
