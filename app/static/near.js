// "Near me": asks the phone where it is, rounds that to about a hundred metres, and sends it in the body of one form.
(() => {
  "use strict";

  const about = (degrees) => degrees.toFixed(3);

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-near]");
    if (!form || !navigator.geolocation) return;
    form.hidden = false;
    const hint = form.querySelector(".hint");

    const send = ({ coords }) => {
      form.elements.latitude.value = about(coords.latitude);
      form.elements.longitude.value = about(coords.longitude);
      form.requestSubmit();
    };

    const refused = () => {
      hint.textContent = form.dataset.refused;
      hint.setAttribute("role", "alert");
    };

    form.querySelector("button").addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(send, refused, { timeout: 10000, maximumAge: 60000 }),
    );
  });
})();
