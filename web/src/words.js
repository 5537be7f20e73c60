// The words that the script shows, in the language of the page.

export const words = JSON.parse(document.getElementById("script-words").textContent);

/** Return a text with values in the place of their names in braces. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
