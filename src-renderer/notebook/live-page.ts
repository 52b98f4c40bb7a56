import type { LivePlaces } from './live-places.js';

/**
 * What an exported notebook can do without an engine: light or dark, folding, sorting of tables, and a card of
 * what stands under the pointer, or at the mark that arrow keys have reached. Its text is written into the file,
 * where it runs alone: it may use nothing from around it.
 */
export function livePage(placesOf: (text: string) => LivePlaces): void {
  const root = document.documentElement;
  document.querySelector('[data-turn-theme]')?.addEventListener('click', () => {
    const dark =
      root.dataset.theme === undefined
        ? matchMedia('(prefers-color-scheme: dark)').matches
        : root.dataset.theme === 'dark';
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  for (const fold of document.querySelectorAll('[data-fold]')) {
    fold.addEventListener('click', () => {
      const folded = fold.closest('section')?.toggleAttribute('data-folded') ?? false;
      fold.setAttribute('aria-expanded', String(!folded));
    });
  }
  for (const head of document.querySelectorAll('[data-rows] th')) {
    head.querySelector('button')?.addEventListener('click', () => {
      const table = head.closest('table');
      const body = table?.tBodies[0];
      if (!table || !body) return;
      const column = [...(head.parentElement?.children ?? [])].indexOf(head);
      const rises = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of table.querySelectorAll('th')) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', rises ? 'ascending' : 'descending');
      const keyOf = (row: HTMLTableRowElement) => row.cells[column]?.dataset.value ?? '';
      const inOrder = (a: HTMLTableRowElement, b: HTMLTableRowElement) => {
        const [left, right] = [keyOf(a), keyOf(b)];
        // What is missing stands last either way.
        if (left === '' || right === '') return Number(left === '') - Number(right === '');
        const by = left.localeCompare(right, 'en', { numeric: true });
        const [x, y] = [Number(left), Number(right)];
        const order = Number.isNaN(x) || Number.isNaN(y) ? by : x - y;
        return rises ? order : -order;
      };
      body.append(...[...body.rows].sort(inOrder));
    });
  }

  const card = document.createElement('div');
  card.dataset.card = '';
  card.setAttribute('role', 'status');
  document.body.append(card);
  let reached: Element | null = null;
  const say = (words: string, x: number, y: number) => {
    card.textContent = words;
    if (words === '') return;
    const { width, height } = card.getBoundingClientRect();
    const beside = (at: number, size: number, room: number) =>
      at + 12 + size <= room ? at + 12 : Math.max(0, at - 12 - size);
    card.style.left = `${beside(x, width, innerWidth - 8)}px`;
    card.style.top = `${beside(y, height, innerHeight - 8)}px`;
  };
  const show = (mark: Element | null, x: number, y: number) => {
    for (const before of document.querySelectorAll('[data-told]'))
      before.removeAttribute('data-told');
    mark?.toggleAttribute('data-told', mark instanceof SVGElement);
    say(mark?.getAttribute('data-says') ?? '', x, y);
  };
  const showReached = () => {
    const box = reached?.getBoundingClientRect();
    if (box) show(reached, box.x + box.width / 2, box.y + Math.min(box.height / 2, 24));
    else show(null, 0, 0);
  };
  const reach = (mark: Element | null) => {
    reached = mark;
    showReached();
  };
  const point = ({ target, clientX, clientY }: PointerEvent) => {
    reached = null;
    show(target instanceof Element ? target.closest('[data-says]') : null, clientX, clientY);
  };
  document.addEventListener('pointermove', point);
  document.addEventListener('pointerdown', point);
  document.addEventListener('scroll', showReached, { capture: true, passive: true });
  for (const figure of document.querySelectorAll('svg[tabindex]')) {
    const marks = [...figure.querySelectorAll('[data-says]')];
    let here = -1;
    figure.addEventListener('blur', () => reach(null));
    figure.addEventListener('keydown', event => {
      if (!(event instanceof KeyboardEvent)) return;
      const ways: Record<string, number> = {
        ArrowRight: here + 1,
        ArrowDown: here + 1,
        ArrowLeft: here - 1,
        ArrowUp: here - 1,
        Home: 0,
        End: marks.length - 1,
      };
      if (event.key === 'Escape') reach(null);
      const next = ways[event.key];
      if (next === undefined) return;
      event.preventDefault();
      here = Math.max(0, Math.min(marks.length - 1, next));
      reach(marks[here] ?? null);
    });
  }

  for (const figure of document.querySelectorAll<HTMLElement>('[data-places]')) {
    const places = placesOf(figure.dataset.places ?? '');
    const frame = document.createElement('i');
    figure.append(frame);
    let [column, row] = [-1, 0];
    const put = (at: readonly [number, number] | null, x?: number, y?: number) => {
      frame.toggleAttribute('data-here', at !== null);
      if (at === null) return say('', 0, 0);
      [column, row] = at;
      const [left, top, width, height] = places.box(column, row);
      for (const [side, value] of Object.entries({ left, top, width, height }))
        frame.style.setProperty(side, `${value}px`);
      const { x: from, y: above } = figure.getBoundingClientRect();
      say(places.says(column, row), x ?? from + left + width, y ?? above + top);
    };
    figure.addEventListener('pointermove', event => {
      const { x, y } = figure.getBoundingClientRect();
      put(places.at(event.clientX - x, event.clientY - y), event.clientX, event.clientY);
      event.stopPropagation();
    });
    figure.addEventListener('pointerleave', () => put(null));
    figure.addEventListener('blur', () => put(null));
    figure.addEventListener('keydown', event => {
      if (event.key === 'Escape') return put(null);
      const down = places.rows > 1 ? [0, 1] : [1, 0];
      const ways: Record<string, readonly number[]> = {
        ArrowRight: [1, 0],
        ArrowLeft: [-1, 0],
        ArrowDown: down,
        ArrowUp: down.map(way => -way),
        Home: [-places.columns, 0],
        End: [places.columns, 0],
      };
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      const within = (at: number, most: number) => Math.max(0, Math.min(most - 1, at));
      const next = [
        within(column + (way[0] ?? 0), places.columns),
        within(row + (way[1] ?? 0), places.rows),
      ] as const;
      if (places.says(...next) !== '') put(next);
    });
  }
}
