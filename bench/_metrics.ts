/** One ranked case: labels in the order of the ranking, true = malicious. */
export type Ranking = readonly boolean[];

export interface Metrics {
  readonly cases: number;
  readonly hit1: number;
  readonly hit3: number;
  readonly recall10: number;
  readonly map: number;
}

/** Macro averages over cases that have something to find. */
export function metricsOf(rankings: readonly Ranking[]): Metrics {
  const cases = rankings.filter((ranking) => ranking.includes(true));
  const mean = (measure: (ranking: Ranking) => number): number =>
    cases.length === 0 ? 0 : cases.reduce((sum, ranking) => sum + measure(ranking), 0) / cases.length;
  return {
    cases: cases.length,
    hit1: mean((ranking) => hit(ranking, 1)),
    hit3: mean((ranking) => hit(ranking, 3)),
    recall10: mean(recallAt10),
    map: mean(averagePrecision),
  };
}

function hit(ranking: Ranking, first: number): number {
  return ranking.slice(0, first).includes(true) ? 1 : 0;
}

/** Of the first ten, how many are malicious, against the most that could be. */
function recallAt10(ranking: Ranking): number {
  return count(ranking.slice(0, 10)) / Math.min(10, count(ranking));
}

function averagePrecision(ranking: Ranking): number {
  let found = 0;
  let sum = 0;
  ranking.forEach((isMalicious, index) => {
    if (isMalicious) sum += ++found / (index + 1);
  });
  return sum / found;
}

function count(ranking: Ranking): number {
  return ranking.reduce((sum, isMalicious) => sum + (isMalicious ? 1 : 0), 0);
}
