// A scanner for desks: types what a hand scanner sends, or looks through the camera and sends the form.
(() => {
  "use strict";

  const PAUSE = 2500; // milliseconds in which the same code is not sent again

  const read = (video, canvas) => {
    if (!video.videoWidth) return null;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height)?.data || null;
  };

  const look = (form, video) => {
    const canvas = document.createElement("canvas");
    const input = form.querySelector("[data-scan-into]");
    let last = "", at = 0;
    const step = () => {
      if (!video.srcObject) return;
      const found = read(video, canvas);
      if (found && (found !== last || Date.now() - at > PAUSE)) {
        [last, at] = [found, Date.now()];
        input.value = found;
        form.requestSubmit();
      }
      setTimeout(step, 200);
    };
    step();
  };

  const start = async (form, button) => {
    const video = form.querySelector("video");
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    button.hidden = true;
    await video.play();
    look(form, video);
  };

  // where the page stays, as at a door, the field is empty and ready for the next code
  document.addEventListener("htmx:afterRequest", (event) => {
    const input = event.detail.elt.closest("form[data-scan]")?.querySelector("[data-scan-into]");
    if (input) { input.value = ""; input.focus(); }
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-scan]").forEach((form) => {
      form.querySelector("[data-scan-into]")?.focus();
      const button = form.querySelector("[data-camera]");
      if (!button || !navigator.mediaDevices) return;
      button.hidden = false;
      button.addEventListener("click", () =>
        start(form, button).catch(() => { button.textContent = button.dataset.failed; }));
    });
  });
})();
