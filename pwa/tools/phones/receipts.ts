/** Every receipt a phone was given and its page read, as raw JSON: what "sent" must stand on. */

export interface RawReceipt {
  leaf: string;
  index: number;
  proof: string[];
  checkpoint: string;
}

interface Carrying {
  receipt?: RawReceipt | null;
  receipts?: { [sha256: string]: RawReceipt };
}

export class Receipts {
  private readonly byIndex = new Map<number, RawReceipt[]>();

  /** Takes what an answer of `route` carries. */
  read(route: string, value: unknown): void {
    if (route !== "journal" && route !== "receipts") return;
    if (typeof value !== "object" || value === null) return;
    const { receipt, receipts } = value as Carrying;
    for (const one of receipt ? [receipt] : Object.values(receipts ?? {})) this.keep(one);
  }

  private keep(receipt: RawReceipt): void {
    const others = (this.byIndex.get(receipt.index) ?? []).filter(({ leaf }) => leaf !== receipt.leaf);
    this.byIndex.set(receipt.index, [...others, receipt]);
  }

  at(index: number): RawReceipt[] {
    return this.byIndex.get(index) ?? [];
  }
}
