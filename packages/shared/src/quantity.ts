/** resource.Quantity of apimachinery: "100m", "1.5", "2Gi", "1e3", "500k". */

const SUFFIX = new Map<string, number>([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

// each digit has one place to be in: a text of very many that is none is refused in time
const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d+)|([A-Za-z]{0,2}))$/;

/** The numeric value in base units (cores, bytes, pieces); undefined when the text is no quantity. */
export function parseQuantity(text: string): number | undefined {
  const match = QUANTITY.exec(text);
  if (!match) return undefined;
  if (match[2]) return Number(`${match[1]}${match[2]}`);
  const factor = SUFFIX.get(match[3] ?? '');
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
