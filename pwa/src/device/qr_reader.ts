/**
 * Reads QR codes off a video: by the browser's own reader, else by a library that is loaded only then. Safari has no
 * reader of its own, and Android's is missing or fails at every look on phones without Google's services.
 */

/** Texts of the codes that can be seen now; none where none can be read. */
export type QrReader = (video: HTMLVideoElement) => Promise<string[]>;

interface Native {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface NativeClass {
  new (of: { formats: string[] }): Native;
  getSupportedFormats(): Promise<string[]>;
}

/** There is no reader of the browser's own that works, and the library cannot be loaded. */
export class NoQrReader extends Error {
  override name = "NoQrReader";
}

const QR = "qr_code";
/** Cells of a code that fills half the picture are 10 px wide then; more only costs time. */
const LONGEST_PX = 960;
/** HTMLMediaElement.HAVE_CURRENT_DATA */
const HAS_PICTURE = 2;

async function nativeReader(): Promise<QrReader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: NativeClass };
  const formats = await BarcodeDetector?.getSupportedFormats().catch((): string[] => []);
  if (!BarcodeDetector || !formats?.includes(QR)) return null;
  const native = new BarcodeDetector({ formats: [QR] });
  return async (video) => (await native.detect(video)).map(({ rawValue }) => rawValue);
}

const loadLibrary = () =>
  import("qr/decode.js").catch((cause: unknown) => {
    throw new NoQrReader(String(cause));
  });

async function plainReader(): Promise<QrReader> {
  const { decodeQR } = await loadLibrary();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, LONGEST_PX / Math.max(video.videoWidth, video.videoHeight));
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    if (!pen || !width || !height) return [];
    Object.assign(canvas, { width, height });
    pen.drawImage(video, 0, 0, width, height);
    try {
      return [decodeQR(pen.getImageData(0, 0, width, height))];
    } catch {
      // It throws where there is no code to see.
      return [];
    }
  };
}

/** Rejects with NoQrReader where the library is needed and cannot be loaded; so does a look that finds it is needed. */
export async function openQrReader(): Promise<QrReader> {
  const native = await nativeReader();
  if (!native) return plainReader();
  let plain: QrReader | null = null;
  return async (video) => {
    if (plain) return plain(video);
    try {
      return await native(video);
    } catch {
      // A camera that was stopped meanwhile says nothing about the reader.
      if (video.readyState < HAS_PICTURE) return [];
      plain = await plainReader();
      return plain(video);
    }
  };
}
