// The script of the pages in a folder (csekg site): search, order of tables, SPARQL, all without a
// server. A page that is opened from a disk may load scripts, but read no file: what is read here
// comes as scripts that set a value.
import { rowsOf, asCsv } from "./folder-results.js";
import { Engine } from "./folder-engine.js";
import { search } from "./folder-search.js";

const { root, language } = document.currentScript.dataset;
const words = JSON.parse(document.getElementById("folder-words").textContent);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Load a script of the folder, once. */
const loaded = new Map();
function script(path) {
  if (!loaded.has(path)) {
    loaded.set(path, new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement("script"), {
        src: root + path, onload: done, onerror: () => failed(new Error(words.failed)),
      }));
    }));
  }
  return loaded.get(path);
}

function searchForm(form) {
  const field = form.querySelector("input");
  const list = document.createElement("ul");
  list.className = "folder-found";
  list.setAttribute("role", "status");
  const show = async () => {
    await script("search.js");
    const found = search(window.csekgPages, window.csekgNames, field.value, language);
    list.replaceChildren(...found.map(({ title, file }) => {
      const link = Object.assign(document.createElement("a"), { href: root + file, textContent: title });
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    if (field.value.trim() && !found.length) list.textContent = words.nothing;
    return found;
  };
  field.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [first] = await show();
    if (first) location.href = root + first.file;
  });
  form.append(list);
  form.hidden = false;
}

/** A heading of a table that orders its rows; again, the other way round. */
function sorter(heading) {
  const cell = heading.closest("th");
  const value = (row) => {
    const it = row.cells[cell.cellIndex];
    const text = it?.querySelector("time")?.getAttribute("datetime") ?? it?.textContent.trim() ?? "";
    return text === "–" ? "" : text;
  };
  const order = new Intl.Collator(language, { numeric: true }).compare;
  const sort = () => {
    const down = cell.getAttribute("aria-sort") === "ascending";
    cell.parentElement.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
    cell.setAttribute("aria-sort", down ? "descending" : "ascending");
    for (const body of cell.closest("table").tBodies) {
      const rows = [...body.rows].filter((row) => !row.classList.contains("part"));
      // Rows without a value stand last, whichever way.
      rows.sort((a, b) => (!value(a) - !value(b)) || (down ? -1 : 1) * order(value(a), value(b)));
      body.append(...rows);
    }
  };
  heading.setAttribute("role", "button");
  heading.tabIndex = 0;
  heading.addEventListener("click", sort);
  heading.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    sort();
  });
}

/** Where a saved question is chosen, its text is put into the form for queries. */
function savedForm(form) {
  const { queries } = JSON.parse(document.getElementById("query-config").textContent);
  const choose = (name) => {
    const saved = queries.find((query) => query.name === name);
    if (saved) document.getElementById("query").value = saved.text;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(form.elements.saved.value);
  });
  form.hidden = false;
}

function queryForm(form) {
  const { prefixes } = JSON.parse(document.getElementById("query-config").textContent);
  const button = form.querySelector("button");
  const run = button.textContent;
  const answer = document.createElement("div");
  answer.id = "answer";
  form.after(answer);
  const engine = new Engine(script, prefixes);
  const say = (text, alert = false) => {
    const note = Object.assign(document.createElement("p"), { className: "note", textContent: text });
    note.setAttribute("role", alert ? "alert" : "status");
    answer.replaceChildren(note);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (engine.busy) {
      engine.stop();
      return;
    }
    button.textContent = words.stop;
    try {
      say(engine.ready ? words.asking : words.loading);
      const { result, seconds } = await engine.ask(form.elements.query.value);
      show(result, seconds);
    } catch (error) {
      say(error.message === "stopped" ? words.stopped : error.message, error.message !== "stopped");
    } finally {
      button.textContent = run;
    }
  });
  const show = (result, seconds) => {
    if (typeof result.boolean === "boolean") {
      say(result.boolean ? words.yes : words.no);
      return;
    }
    const { columns, rows } = rowsOf(result);
    const most = 1000;
    say(filled(words.answered, { rows: rows.length, seconds: seconds.toFixed(1) })
      + (rows.length > most ? ` ${filled(words.shown, { rows: most })}` : ""));
    const save = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(new Blob([asCsv(columns, rows)], { type: "text/csv" })),
      download: "answer.csv", textContent: words.save,
    });
    answer.firstChild.append(" ", save);
    const place = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
    const table = document.createElement("table");
    table.createTHead().insertRow().append(...columns.map((name) =>
      Object.assign(document.createElement("th"), { scope: "col", textContent: name })));
    const body = table.createTBody();
    for (const row of rows.slice(0, most)) {
      const line = body.insertRow();
      for (const value of row) line.insertCell().textContent = value;
    }
    place.append(table);
    answer.append(place);
  };
  form.hidden = false;
}

const kinds = { search: searchForm, saved: savedForm, query: queryForm };
for (const form of document.querySelectorAll("form[data-folder]")) kinds[form.dataset.folder](form);
for (const heading of document.querySelectorAll("[data-sorts]")) sorter(heading);
