import {
  type ExtendedFeature,
  type GeoContext,
  geoEqualEarth,
  geoPath,
  type GeoPath,
  type GeoProjection,
  type GeoPermissibleObjects,
} from 'd3-geo';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };
import { counted } from '../_numbers.js';
import { html, Markup } from './_markup.js';
import { type Tally, worstOf } from './_survey.js';
import { atlasKey, placeOf } from './_world-codes.js';

/** Units of the drawing: whole numbers are half a pixel at most at the widths it is shown at. */
const WIDTH = 2000;
const HEIGHT = 900;
const ANTARCTICA = '010';
const SMALLEST = 17;
const LARGEST = 62;

/** GeoJSON (RFC 7946). */
type Country = ExtendedFeature;

/**
 * The countries in which peers are registered: land with peers tinted by how many, a disc on each in the colour of its
 * worst verdict. Says where, never how bad: a country has no part in the score. Natural Earth 1:110m, Equal Earth.
 */
export function worldMap(countries: readonly Tally[]): Markup {
  const land = drawnCountries();
  const projection = geoEqualEarth().fitExtent(
    [
      [8, 8],
      [WIDTH - 8, HEIGHT - 8],
    ],
    { type: 'FeatureCollection', features: land },
  );
  const pen = new RelativePen();
  const path = geoPath(projection, pen);
  const known = countries.filter(({ key }) => key !== '');
  const most = Math.max(1, ...known.map(({ peers }) => peers));
  const tallies = new Map(known.map((tally) => [atlasKey(tally.key) ?? tally.key, tally]));
  const empty = land.filter((country) => !tallies.has(keyOf(country)));
  const places = known.flatMap((tally) => discOf(tally, most, land, path, projection));
  return html`<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${mapWords(known)}"><path class="land" d="${drawn(pen, path, empty)}"/>${land
    .filter((country) => tallies.has(keyOf(country)))
    .map((country) => {
      const tally = tallies.get(keyOf(country));
      return html`<path class="land t${tint(tally?.peers ?? 0, most)}" d="${drawn(pen, path, [country])}"/>`;
    })}${places}</svg>`;
}

function drawnCountries(): Country[] {
  const topology = atlas as unknown as Parameters<typeof feature>[0];
  const countries = feature(topology, topology.objects.countries);
  return 'features' in countries ? countries.features.filter(({ id }) => id !== ANTARCTICA) : [];
}

/** The atlas carries no number for Kosovo. */
function keyOf({ id, properties }: Country): string {
  const name = String(properties?.name);
  return id === undefined ? (name === 'Kosovo' ? 'XK' : name) : String(id);
}

/** Made of numbers only; as text it would be cut like evidence. */
function drawn(pen: RelativePen, path: GeoPath, countries: readonly Country[]): Markup {
  for (const country of countries) path(country);
  return new Markup(pen.take());
}

/** 1..4, by the logarithm of the share: one country often has most of them. */
function tint(peers: number, most: number): number {
  return most <= 1 ? 2 : 1 + Math.round((3 * Math.log(Math.max(1, peers))) / Math.log(most));
}

function discOf(
  tally: Tally,
  most: number,
  land: readonly Country[],
  path: GeoPath,
  projection: GeoProjection,
): Markup[] {
  const point = placeOf(tally.key);
  const country = land.find((candidate) => keyOf(candidate) === (atlasKey(tally.key) ?? tally.key));
  const place = point !== null ? projection([...point]) : country === undefined ? null : middle(country, path);
  if (place === null || !place.every(Number.isFinite)) return [];
  const radius = Math.round(SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(tally.peers / most) * Math.min(1, most / 12));
  const worst = worstOf(tally);
  return [
    html`<circle class="${worst}" cx="${Math.round(place[0])}" cy="${Math.round(place[1])}" r="${radius}"><title>${tally.title}: ${counted(tally.peers, 'peer')}, worst verdict ${worst}</title></circle>`,
  ];
}

/** The middle of the largest piece: French Guiana must not pull France into the ocean. */
function middle({ geometry }: Country, path: GeoPath): [number, number] {
  if (geometry === null) return [Number.NaN, Number.NaN];
  if (geometry.type !== 'MultiPolygon') return path.centroid(geometry);
  const pieces = geometry.coordinates.map((coordinates): GeoPermissibleObjects => ({ type: 'Polygon', coordinates }));
  const areas = pieces.map((piece) => path.area(piece));
  return path.centroid(pieces[areas.indexOf(Math.max(...areas))]);
}

function mapWords(known: readonly Tally[]): string {
  const named = known.slice(0, 12).map((tally) => `${tally.title} ${tally.peers}`);
  const more =
    known.length > named.length ? ` and ${counted(known.length - named.length, 'more country', 'more countries')}` : '';
  return `World map of peers by registered country: ${named.join(', ')}${more}. The table beside it says the same.`;
}

/** Writes paths with relative whole numbers, a third of the size of d3's own; steps too small to see are left out. */
class RelativePen implements GeoContext {
  #path = '';
  #x = 0;
  #y = 0;

  beginPath(): void {
    // Each drawing is taken whole.
  }

  moveTo(x: number, y: number): void {
    this.#x = Math.round(x);
    this.#y = Math.round(y);
    this.#path += `M${this.#x} ${this.#y}l`;
  }

  lineTo(x: number, y: number): void {
    const dx = Math.round(x) - this.#x;
    const dy = Math.round(y) - this.#y;
    if (Math.abs(dx) + Math.abs(dy) < 5) return;
    this.#path += `${dx < 0 || this.#path.endsWith('l') ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`;
    this.#x += dx;
    this.#y += dy;
  }

  closePath(): void {
    // An island smaller than a step leaves no line behind it.
    this.#path = this.#path.endsWith('l') ? this.#path.slice(0, this.#path.lastIndexOf('M')) : `${this.#path}z`;
  }

  arc(): void {
    // Only points are drawn with arcs, and there are none.
  }

  take(): string {
    const path = this.#path;
    this.#path = '';
    return path;
  }
}
