// Draws the description of the interface; a file of its own, since pages may hold no script.
const place = document.getElementById("swagger");
SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The validator's badge would be loaded from another host.
  validatorUrl: null,
});
