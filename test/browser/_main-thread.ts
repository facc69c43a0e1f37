import type { Page } from 'playwright-core';

/** What a frame waits at most for the screen, at 60 a second. */
export const FRAME = 1000 / 60;

/**
 * Starts counting the processor time of a page's main thread, where its scripts, layout and painting run: the function
 * says how many milliseconds it has taken since. What else the machine does at the moment is no part of it.
 */
export async function mainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taken = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  };
  const start = await taken();
  return async () => (await taken()) - start;
}

/** What each keystroke of the texts takes in the page's filter until it is painted, in milliseconds of the main thread, least first. */
export async function keystrokes(page: Page, texts: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      const time = await mainThread(page);
      await page.evaluate(
        async (typed) => {
          const input = document.querySelector<HTMLInputElement>('#filter');
          if (input === null) throw new Error('no filter');
          input.value = typed;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          await new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done, 0)));
        },
        text.slice(0, end),
      );
      times.push(await time());
    }
  }
  return times.sort((a, b) => a - b);
}
