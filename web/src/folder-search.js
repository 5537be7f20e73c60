// The search of the folder: names of things in every language, and titles of pages.

const ARABIC_FORMS = { "\u0629": "\u0647", "\u0649": "\u064a", "\u0640": "" };
// The Arabic article, alone or behind a preposition or "and", before a word of three letters or more.
const ARTICLE = /(?<![\p{L}\p{N}])[\u0648\u0628\u0641\u0643]?\u0627\u0644(?=[\u0621-\u064a]{3})/gu;
// Scripts without spaces: each letter is a word.
const UNSPACED = /[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/gu;

/** The words of a text for comparing, as csekg.answers.common.folding gives them. */
export function words(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss")
    .replace(/[\u0629\u0649\u0640]/g, (letter) => ARABIC_FORMS[letter]).replace(ARTICLE, "");
  return plain.replace(UNSPACED, " $& ").match(/[\p{L}\p{N}]+/gu) ?? [];
}

const STATE = /(^|\/)states\/[^/]+\/index\.html$/, TREATY = /(^|\/)treaties\/([^/]+)\/index\.html$/;

/** The row of a State under a treaty, where a text is the names of both. */
function pairs(sought, names, shown) {
  const found = [];
  for (let at = 1; at < sought.length; at++) {
    const both = [sought.slice(0, at), sought.slice(at)]
      .map((part) => (names[part.join(" ")] ?? []).map(shown));
    for (const [states, treaties] of [both, [...both].reverse()]) {
      for (const state of states.filter(({ file }) => STATE.test(file))) {
        for (const { title, file } of treaties.filter(({ file }) => TREATY.test(file))) {
          found.push({ title: `${state.title} – ${title}`, file: `${state.file}#under-${TREATY.exec(file)[2]}` });
        }
      }
    }
  }
  return found;
}

/**
 * What a text means, at most twenty: first what has exactly this name, in the order of the service,
 * then names that begin with it, names with its words, and titles with them.
 *
 * `pages` have title and file by language, `names` the numbers of pages by folded name.
 */
export function search(pages, names, text, language) {
  const sought = words(text), name = sought.join(" ");
  if (!name) return [];
  const shown = (number) => {
    const [title, file] = pages[number][language] ?? Object.values(pages[number])[0];
    return { title, file };
  };
  const ranks = new Map();
  const rank = (number, ...place) => {
    const before = ranks.get(number);
    if (!before || place[0] < before[0] || (place[0] === before[0] && place[1] < before[1])) ranks.set(number, place);
  };
  const has = (text) => sought.every((word) => ` ${text}`.includes(` ${word}`));
  (names[name] ?? []).forEach((number, place) => rank(number, 0, place));
  for (const [each, numbers] of Object.entries(names)) {
    const place = each.startsWith(name) ? 1 : has(each) ? 2 : 0;
    if (place) for (const number of numbers) rank(number, place, each.length);
  }
  pages.forEach((titles, number) => {
    for (const [title] of Object.values(titles)) if (has(words(title).join(" "))) rank(number, 3, title.length);
  });
  const found = [...ranks].sort(([, [a, b]], [, [c, d]]) => a - c || b - d).map(([number]) => shown(number));
  return [...pairs(sought, names, shown), ...found].slice(0, 20);
}
