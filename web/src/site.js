// What makes the pages nicer with a script; every page works without.

import { complete } from "./complete.js";
import { filled, words } from "./words.js";

/** A form marked data-live answers at once: the part of the page that it names is fetched anew. */
function live(form) {
  let waiting;
  let latest = 0;
  const update = async () => {
    const query = new URLSearchParams(new FormData(form));
    const url = `${form.getAttribute("action") || location.pathname}?${query}`;
    const mine = ++latest;
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // An older answer that comes late must not replace a newer one.
    if (mine !== latest) return;
    const { name, value } = document.activeElement ?? {};
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (fresh) part.replaceWith(fresh);
    }
    // A box that was ticked may have been replaced, with the number beside it.
    if (document.activeElement === document.body && name) {
      document.querySelector(`input[name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
    }
    history.replaceState(null, "", answer.url);
    enhance(document);
  };
  // With arrow keys one passes over choices: the one that is meant is that on which one leaves the
  // field or presses Enter.
  let byKeys = false;
  let passing = false;
  const settle = () => { if (passing) update(); passing = false; };
  form.addEventListener("pointerdown", () => { byKeys = false; });
  form.addEventListener("focusout", settle);
  form.addEventListener("keydown", (event) => {
    byKeys = event.target.matches("select, input[type=radio]");
    if (event.key !== "Enter" || !passing) return;
    event.preventDefault();
    settle();
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-local]")) return;
    passing = byKeys && event.target.matches("select, input[type=radio]");
    if (passing) return;
    clearTimeout(waiting);
    waiting = setTimeout(update, event.target.type === "range" || event.target.type === "search" ? 200 : 0);
  });
}

/** A range of years beside a date field: moving it sets the date. */
function dateSlider(slider) {
  const field = document.getElementById(slider.dataset.for);
  const shown = document.getElementById(`${slider.id}-shown`);
  slider.hidden = false;
  slider.closest("[hidden]")?.removeAttribute("hidden");
  slider.addEventListener("input", () => {
    const last = slider.dataset.last;
    const day = `${slider.value}-12-31`;
    field.value = day > last ? last : day;
    if (shown) shown.textContent = field.value;
    slider.setAttribute("aria-valuetext", field.value);
  });
}

/** A field that hides the rows of a table that do not hold its words. */
function rowFilter(field) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  field.addEventListener("input", () => {
    const sought = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of document.querySelectorAll(`#${field.dataset.filters} tbody tr`)) {
      const text = plain(row.dataset.text ?? row.textContent);
      row.hidden = !sought.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    const count = document.getElementById(`${field.id}-count`);
    if (count) count.textContent = filled(words.shown, { number: shown });
  });
  field.addEventListener("input", () => { document.getElementById(field.dataset.filters)?.closest(".fold")?.setAttribute("open", ""); });
  field.closest("[hidden]")?.removeAttribute("hidden");
}

/** A button that copies the text of the element it names. */
function copyButton(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
    const label = button.textContent;
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

/** A chart whose years name their numbers: pointing at one, or tapping it, writes them below. */
function readout(chart) {
  const shown = document.getElementById(chart.dataset.readout);
  for (const year of chart.querySelectorAll(".year")) {
    for (const event of ["pointerenter", "click"]) {
      year.addEventListener(event, () => { shown.textContent = year.querySelector("title").textContent; });
    }
  }
}

const kinds = {
  "svg[data-readout]": readout,
  "form[data-live]": live,
  "input[type=range][data-for]": dateSlider,
  "input[data-filters]": rowFilter,
  "button[data-copies]": copyButton,
  "button[data-prints]": (button) => { button.hidden = false; button.addEventListener("click", () => window.print()); },
  "input[data-completes]": complete,
};

/** Bring to life what is marked and is not alive yet. */
function enhance(root) {
  for (const [selector, begin] of Object.entries(kinds)) {
    for (const element of root.querySelectorAll(selector)) {
      if (element.dataset.alive) continue;
      element.dataset.alive = "yes";
      begin(element);
    }
  }
}

enhance(document);
