import { signal } from "@preact/signals";
import { ChevronLeft, MapPin, MapPinOff, Search } from "lucide-preact";
import { useEffect, useMemo } from "preact/hooks";
import { t, tc } from "../text/desk";
import { Button, Empty, Icon, Progress } from "../ui";
import { api } from "./api";
import { categoryWords } from "./catalogue_store";
import { Fact } from "./facts_head";
import { coordinates, dotted } from "./format";
import { SceneMap } from "./lazy_map";
import { ListFailed } from "./list_failed";
import { placeScene } from "./map_model";
import { hrefOf, route } from "./route";
import { watched } from "./session";
import type { Place } from "./types";

const places = signal<readonly Place[]>([]);
const phase = signal<"loading" | "idle" | "failed">("loading");
const failure = signal<unknown>(null);
const wanted = signal("");

async function load(): Promise<void> {
  const q = wanted.value;
  phase.value = "loading";
  try {
    const found = await watched(api.places(q));
    if (q !== wanted.value) return;
    places.value = found;
    phase.value = "idle";
  } catch (error) {
    failure.value = error;
    phase.value = "failed";
  }
}

/** The places of the city, each with its own small map. */
export function PlacesRoom() {
  useEffect(() => {
    void load();
  }, []);
  const open = places.value.find(({ id }) => id === route.value.id);
  return (
    <main class={`two-panes${route.value.id ? " open" : ""}`}>
      <section class="pane pane-list">
        <PlaceSearch />
        <div class="queue-scroll">
          <PlaceList />
        </div>
      </section>
      <section class="pane pane-detail">
        <div class="back-row">
          <Button kind="quiet" icon={ChevronLeft} href={hrefOf("places")}>
            {t("app.back")}
          </Button>
        </div>
        {open ? (
          <PlaceDetail place={open} />
        ) : (
          places.value.length > 0 && <Empty icon={MapPin} what={t("places.pick")} then="" />
        )}
      </section>
    </main>
  );
}

function PlaceSearch() {
  return (
    <div class="filters">
      <label class="search">
        <Icon of={Search} />
        <input
          type="search"
          aria-label={t("places.search")}
          placeholder={t("places.search")}
          value={wanted.value}
          onInput={(event) => {
            wanted.value = event.currentTarget.value;
            void load();
          }}
        />
      </label>
    </div>
  );
}

function PlaceList() {
  if (phase.value === "failed") return <ListFailed error={failure.value} again={() => void load()} />;
  if (places.value.length === 0) {
    if (phase.value === "loading") return <Progress words={t("app.loading")} />;
    return wanted.value ? (
      <Empty icon={MapPinOff} what={t("places.none")} then={t("places.none_do")} />
    ) : (
      <Empty icon={MapPinOff} what={t("places.none_yet")} then={t("places.none_yet_do")} />
    );
  }
  return (
    <ul class="rows">
      {places.value.map((place) => (
        <li key={place.id}>
          <a class="prow" href={hrefOf("places", place.id)} aria-current={route.value.id === place.id}>
            <b class="cut">{place.name}</b>
            <span class="quiet cut">
              {dotted(categoryWords(place.category), place.geometry && t("places.boundary"))}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function PlaceDetail({ place }: { place: Place }) {
  const scene = useMemo(() => placeScene(place), [place]);
  const { lat, lon } = place;
  return (
    <div class="detail place-detail" key={place.id}>
      <header class="detail-head">
        <h1>{place.name}</h1>
      </header>
      <dl class="facts-list wide">
        <Fact label={t("places.category")}>{categoryWords(place.category)}</Fact>
        {lat !== null && lon !== null && (
          <Fact label={t("places.coordinates")}>{coordinates({ lat, lon })}</Fact>
        )}
        {place.grid && <Fact label={t("places.grid")}>{place.grid}</Fact>}
        {place.gates.length > 0 && (
          <Fact label={t("places.gates")}>{place.gates.map(({ name }) => name).join(tc("list.and"))}</Fact>
        )}
      </dl>
      {scene.places.length > 0 && <SceneMap scene={scene} />}
    </div>
  );
}
