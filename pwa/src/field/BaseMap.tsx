import { signal } from "@preact/signals";
import { Layers } from "lucide-preact";
import { useState } from "preact/hooks";
import { tilesOf, type View } from "../core/map";
import {
  dropBasemap,
  fetchBasemap,
  fetched,
  fetching,
  fetchTrouble,
  ground,
  isWhole,
  type Offer,
  offer,
  pauseBasemap,
} from "../device/basemap";
import { ty } from "../text/field_today";
import { Button, Progress, Sheet } from "../ui";
import type { Tile } from "./map_paint";
import { size } from "./moments";
import { Trouble } from "./Trouble";

/** So many pictures are kept ready, about 40 MB. */
const KEPT = 160;
const ready = new Map<string, ImageBitmap | null>();
const news = signal(0);
let from: unknown = null;

type Address = { z: number; x: number; y: number };

const keyOf = ({ z, x, y }: Address): string => `${z}/${x}/${y}`;

async function bring(key: string, { z, x, y }: Address): Promise<void> {
  const bytes = await ground
    .peek()
    ?.tile(z, x, y)
    .catch(() => null);
  const image = bytes ? await createImageBitmap(new Blob([bytes])).catch(() => null) : null;
  ready.set(key, image);
  if (image) news.value += 1;
}

/** A map of other bytes than before begins with no pictures. */
function begin(source: unknown): void {
  if (source === from) return;
  for (const image of ready.values()) image?.close();
  ready.clear();
  from = source;
}

/** Tiles of the basemap that are ready for this view; the others are brought, and the map is drawn again. */
export function groundTiles(view: View, width: number, height: number): Tile[] {
  const source = ground.value;
  void news.value;
  begin(source);
  if (!source || width === 0) return [];
  const wanted = tilesOf(view, width, height, source.zooms).map((tile) => ({ tile, key: keyOf(tile) }));
  for (const { tile, key } of wanted) {
    if (ready.has(key)) continue;
    ready.set(key, null);
    void bring(key, tile);
  }
  forget(new Set(wanted.map(({ key }) => key)));
  return wanted.flatMap(({ tile, key }) => {
    const image = ready.get(key);
    return image ? [{ ...tile, image }] : [];
  });
}

function forget(wanted: ReadonlySet<string>): void {
  for (const [key, image] of ready) {
    if (ready.size <= KEPT) return;
    if (wanted.has(key)) continue;
    image?.close();
    ready.delete(key);
  }
}

function Here({ of }: { of: Offer }) {
  return (
    <>
      <p>{ty("ground.here", { size: size(of.bytes) })}</p>
      {of.credit && <p class="small quiet">{of.credit}</p>}
      <Button kind="danger" onClick={() => void dropBasemap()}>
        {ty("ground.delete")}
      </Button>
    </>
  );
}

function FetchButton({ of, begun }: { of: Offer; begun: boolean }) {
  if (fetching.value) return <Button onClick={pauseBasemap}>{ty("ground.pause")}</Button>;
  return (
    <>
      <Button kind="primary" onClick={() => void fetchBasemap()}>
        {begun ? ty("ground.resume") : ty("ground.fetch", { size: size(of.bytes) })}
      </Button>
      {begun && <Button onClick={() => void dropBasemap()}>{ty("ground.delete")}</Button>}
    </>
  );
}

function Fetch() {
  const of = offer.value;
  if (!of) return <p>{ty("ground.none")}</p>;
  if (isWhole.value) return <Here of={of} />;
  const done = (fetched.value ?? 0) * of.chunk_bytes;
  const words = ty("ground.part", { done: size(done), size: size(of.bytes) });
  return (
    <>
      <p>{ty("ground.offered", { size: size(of.bytes) })}</p>
      {done > 0 && <Progress words={words} value={done / of.bytes} />}
      <Trouble error={fetchTrouble.value} />
      <FetchButton of={of} begun={done > 0} />
    </>
  );
}

/** Where the ground of the map comes from: how large it is, fetching it, deleting it. */
export function BaseMap() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={Layers} label={ty("ground.title")} onClick={() => setOpen(true)} />
      <Sheet open={open} title={ty("ground.title")} onClose={() => setOpen(false)}>
        <Fetch />
      </Sheet>
    </>
  );
}
