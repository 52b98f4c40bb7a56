/**
 * What an exported notebook can do without an engine: light or dark, folding, sorting of tables. Its text is
 * written into the file, where it runs alone: it may use nothing from around it.
 */
export function livePage(): void {
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
}
