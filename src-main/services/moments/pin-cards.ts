import type { PinCard, RetrievedPin } from '../../contract/moment.js';
import type { ListedPin } from '../serving/listed-pins.js';
import type { Serving } from '../serving/serving.js';
import type { ShownPinFacts } from '../serving/shown-pins.js';

/** Pins that one question of the serving process describes. */
const PAGE = 1000;

/** Title, interests and address of each pin, in the order asked. */
export async function pinCards(
  serving: Serving,
  dataset: string,
  pins: readonly number[],
): Promise<PinCard[]> {
  const cards: PinCard[] = [];
  for (let first = 0; first < pins.length; first += PAGE) {
    const page = Int32Array.from(pins.slice(first, first + PAGE));
    const facts = await serving.pins({ dataset, pins: page, links: true });
    cards.push(...facts.map(pinCard));
  }
  return cards;
}

/** The card of one pin; BAD_INPUT where the data set has none such. */
export async function onePinCard(serving: Serving, dataset: string, pin: number): Promise<PinCard> {
  const [facts] = await serving.pins({ dataset, pins: Int32Array.of(pin), links: true });
  return pinCard(facts!);
}

/** A pin of a list, with its card. */
export function retrievedPin(listed: ListedPin): RetrievedPin {
  const { rank, score, distance, visited, engagedAtMs } = listed;
  return { ...pinCard(listed), rank, score, distance, visited, engagedAtMs };
}

/** What is missing is empty in a window. */
export function pinCard({ pin, id, title, interests, url, image }: ShownPinFacts): PinCard {
  return { pin, id, title, interests, url: url ?? '', image: image ?? '' };
}
