// A button loads the program of others that it names: an editor is heavier than a page, and few use it.
for (const button of document.querySelectorAll("button[data-scripts]")) {
  const load = (element, properties) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement(element), properties, { onload: done, onerror: failed }));
  });
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      for (const href of button.dataset.styles.split(" ")) await load("link", { rel: "stylesheet", href });
      for (const src of button.dataset.scripts.split(" ")) await load("script", { src });
      button.remove();
    } catch {
      // The page works as it stands; a line that was broken may be whole again.
      button.disabled = false;
    }
  });
}
