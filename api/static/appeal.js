// Reckons the SHA-256 of a chosen file on this device and fills it in; the file is not sent, its field has no name.
const chooser = document.getElementById("file_chooser");
const told = document.getElementById("file_told");
if (globalThis.crypto?.subtle) {
  chooser.hidden = false;
  document.getElementById("file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    told.textContent = chooser.dataset.reading;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      document.getElementById("file_digest").value = hex;
      told.textContent = chooser.dataset.done;
    } catch {
      told.textContent = chooser.dataset.failed;
    }
  });
}
