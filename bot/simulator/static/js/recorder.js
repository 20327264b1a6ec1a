// Records voice where the browser allows it.

export class Recorder {
  /** `onDone(file, milliseconds)` gets what was recorded. */
  constructor(onDone) {
    this.onDone = onDone;
    this.media = null;
  }

  get running() {
    return this.media !== null;
  }

  /** Starts; returns false when there is no microphone or it may not be used. */
  async start() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#record(stream);
      return true;
    } catch {
      return false;
    }
  }

  #record(stream) {
    const parts = [];
    const begun = Date.now();
    this.media = new MediaRecorder(stream);
    this.media.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.media.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      const type = (this.media.mimeType || "audio/webm").split(";")[0];
      this.media = null;
      this.onDone(new File(parts, `voice.${type.split("/")[1]}`, { type }), Date.now() - begun);
    });
    this.media.start();
  }

  stop() {
    this.media.stop();
  }
}
