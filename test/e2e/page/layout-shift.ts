import type { Page } from 'playwright-core';

/** What moved under the eyes of a reader who did nothing: the share of the window, times how far. */
export interface Shift {
  readonly value: number;
  /** The cell and the words that moved most, from where to where. */
  readonly moved: string;
}

/** Watches what moves without a recent input, from now until the answer is called. */
export async function watchShifts(page: Page): Promise<() => Promise<readonly Shift[]>> {
  const watch = await page.evaluateHandle(() => {
    interface LayoutShift extends PerformanceEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly {
        readonly node: Node | null;
        readonly previousRect: DOMRectReadOnly;
        readonly currentRect: DOMRectReadOnly;
      }[];
    }
    const shifts: { value: number; moved: string }[] = [];
    const take = (entries: PerformanceEntryList) => {
      for (const entry of entries as LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        const [source] = entry.sources;
        const element = source?.node instanceof Element ? source.node : source?.node?.parentElement;
        const cell = element?.closest('section[data-cell]')?.ariaLabel ?? '';
        const words = element?.textContent?.trim().slice(0, 40) ?? '';
        const from = Math.round(source?.previousRect.y ?? 0);
        const to = Math.round(source?.currentRect.y ?? 0);
        shifts.push({ value: entry.value, moved: `${cell}: ${words}, ${from} to ${to}` });
      }
    };
    const observer = new PerformanceObserver(list => take(list.getEntries()));
    observer.observe({ type: 'layout-shift' });
    return {
      end() {
        take(observer.takeRecords());
        observer.disconnect();
        return shifts;
      },
    };
  });
  return () => watch.evaluate(({ end }) => end());
}
