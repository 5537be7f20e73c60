// Completion while typing: the combobox pattern of WAI-ARIA 1.2 with a list of links to pages.

import { filled, words } from "./words.js";

let lists = 0;

/** Offer under a search field what somebody may mean; without an answer the form works as before. */
export function complete(field) {
  const list = document.createElement("ul");
  list.id = `completions-${++lists}`;
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  list.hidden = true;
  const count = document.createElement("span");
  count.className = "hidden";
  count.setAttribute("role", "status");
  field.form.append(list, count);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  const { completes, language } = field.dataset;
  const root = completes.replace(/\/api\/v1\/.*$/, "") + (language ? `/${language}` : "");
  let waiting;
  let asked;
  let active = -1;

  const mark = (place) => {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    options[active]?.setAttribute("aria-selected", "true");
    options[active]?.scrollIntoView({ block: "nearest" });
    if (options[active]) field.setAttribute("aria-activedescendant", options[active].id);
    else field.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    mark(-1);
    field.setAttribute("aria-expanded", "false");
    count.textContent = "";
  };
  const show = (items) => {
    mark(-1);
    list.replaceChildren(...items.map((item, place) => option(item, `${list.id}-${place}`, root)));
    list.hidden = !items.length;
    list.classList.remove("leftwards");
    const { left, right } = list.getBoundingClientRect();
    list.classList.toggle("leftwards", left < 0 || right > document.documentElement.clientWidth);
    field.setAttribute("aria-expanded", String(!list.hidden));
    count.textContent = words.suggested[items.length] ?? "";
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(`${completes}?${new URLSearchParams({ q: field.value.trim(), ...(language && { lang: language }) })}`, { signal });
      show(answer.ok ? (await answer.json()).items : []);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value.trim()) waiting = setTimeout(ask, 100);
    else close();
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (list.hidden || event.isComposing) return;
    else if (event.key === "ArrowDown") mark(active < last ? active + 1 : 0);
    else if (event.key === "ArrowUp") mark(active > 0 ? active - 1 : last);
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.page);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus, and with it the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.page);
  });
  field.addEventListener("blur", close);
}

function option(item, id, root) {
  const row = document.createElement("li");
  row.id = id;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.page = root + item.page;
  const name = document.createElement("span");
  name.textContent = item.shortName;
  const about = document.createElement("small");
  const kind = words.kinds[item.type === "RegionalOrganization" ? "organization" : item.kind];
  const found = [item.name, item.shortName].includes(item.matched) ? kind : filled(words.found, { kind, name: item.matched });
  const more = item.kind === "participation" ? item.snippet : item.name === item.shortName ? "" : item.name;
  about.textContent = more ? filled(words.about, { kind: found, text: more }) : found;
  row.append(name, " ", about);
  return row;
}
