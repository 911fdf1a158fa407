// Reads QR codes with the camera: the browser's own detector where there is one, else jsQR, which is fetched only then.
const EVERY = 120;
const WIDEST = 640; // enough for a badge at arm's length, and quick on a cheap telephone

/** Returns a function that finds the text of a QR code in a video or picture, or null. */
async function reader() {
  if ("BarcodeDetector" in globalThis) {
    try {
      if ((await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
        const detector = new BarcodeDetector({ formats: ["qr_code"] });
        return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
      }
    } catch {
      // A detector that is named but does not work here: the other one does.
    }
  }
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const width = source.videoWidth || source.naturalWidth;
    const height = source.videoHeight || source.naturalHeight;
    if (!width || !height) return null;
    const scale = Math.min(1, WIDEST / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" })?.data || null;
  };
}

/** The camera on a video element. `found` is called with each text read; the same text again only after `pause` ms. */
export class Scanner {
  constructor(video, found, { pause = 3000 } = {}) {
    this.video = video;
    this.found = found;
    this.pause = pause;
    this.last = { text: "", at: -Infinity };
  }

  get isOn() {
    return Boolean(this.stream);
  }

  /** Throws what getUserMedia throws: no camera, or it was refused. */
  async start() {
    if (this.stream) return;
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera", "NotFoundError");
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.read ??= await reader();
    this.#look();
  }

  stop() {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get hasTorch() {
    return Boolean(this.stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
  }

  async torch(on) {
    await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on }] });
  }

  async #look() {
    if (!this.stream) return;
    if (!document.hidden && this.video.readyState >= 2) {
      const text = await this.read(this.video).catch(() => null);
      if (text) this.#tell(text);
    }
    this.timer = setTimeout(() => this.#look(), EVERY);
  }

  /** A badge held before the camera is read many times a second and meant once. */
  #tell(text) {
    const now = performance.now();
    const again = text === this.last.text && now - this.last.at < this.pause;
    this.last = { text, at: now };
    if (!again) this.found(text);
  }
}

let sound;

/** Says by sound and by shaking what the eye may miss in the sun: "success", "warning" or "error". */
export function signal(tone) {
  navigator.vibrate?.({ success: 80, warning: [80, 80, 80], error: [250, 100, 250] }[tone] ?? 80);
  try {
    sound ??= new AudioContext();
    const notes = { success: [880, 1320], warning: [660, 660], error: [220, 180] }[tone] ?? [880];
    notes.forEach((pitch, number) => beep(pitch, number * 0.13));
  } catch {
    // Without sound the colour, the words and the shaking remain.
  }
}

function beep(pitch, after) {
  const oscillator = sound.createOscillator();
  const volume = sound.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.value = 0.15;
  oscillator.connect(volume).connect(sound.destination);
  oscillator.start(sound.currentTime + after);
  oscillator.stop(sound.currentTime + after + 0.11);
}
