// What a journey may do to this phone before the app starts: a camera, a position and a disk that misbehave.
(() => {
  const seams = { camera: null, room: null };
  window.seams = seams;
  const media = navigator.mediaDevices;
  const ask = media.getUserMedia.bind(media);
  media.getUserMedia = async (wanted) => {
    if (seams.camera && wanted.video) throw new DOMException("", seams.camera);
    return ask(wanted);
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row, ...rest) {
    if (this.name === "bytes" && seams.room !== null) {
      if (seams.room === 0) throw new DOMException("", "QuotaExceededError");
      seams.room -= 1;
    }
    return put.call(this, row, ...rest);
  };
  let hidden = false;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  seams.hide = (now) => {
    hidden = now;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  if (sessionStorage.getItem("bare") === "yes") {
    for (const name of ["OffscreenCanvas", "ImageCapture", "MediaRecorder"]) delete window[name];
    delete Navigator.prototype.wakeLock;
  }
})();
