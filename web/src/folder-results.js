// Results of a query as rows of text: of SELECT its columns, of CONSTRUCT and DESCRIBE triples.

/** Return { columns, rows }; a result is what the engine gives: SPARQL JSON, or N-Triples. */
export function rowsOf(result) {
  if (typeof result === "string") {
    const lines = result.split("\n").filter(Boolean);
    return { columns: ["triple"], rows: lines.map((line) => [line]) };
  }
  const columns = result.head.vars;
  const rows = result.results.bindings.map((binding) => columns.map((name) => binding[name]?.value ?? ""));
  return { columns, rows };
}

/** Return rows as CSV (RFC 4180); a cell that a spreadsheet would compute begins with an apostrophe. */
export function asCsv(columns, rows) {
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
