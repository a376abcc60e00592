/** An encrypted file with every unsent entry and picture; a suggested name comes along. */
export async function exportUnsent(): Promise<{
  file: Blob;
  name: string;
  entries: number;
  pictures: number;
}> {
  throw new Error("not yet");
}
