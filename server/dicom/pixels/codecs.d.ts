/** The part of dcmjs-codecs in use; the package's own types describe its transcoder, which is never let near a file. */
declare module 'dcmjs-codecs' {
  export interface FrameContext {
    getDecodedBuffer(): Uint8Array | undefined;
    getEncodedBuffer(): Uint8Array | undefined;
  }
  type Coder = (context: FrameContext, parameters?: Readonly<Record<string, unknown>>) => FrameContext;
  const codecs: {
    readonly Context: new (attributes: Readonly<Record<string, unknown>>) => FrameContext;
    readonly NativeCodecs: Readonly<
      Record<
        | 'decodeRle'
        | 'decodeJpeg'
        | 'decodeJpegLs'
        | 'decodeJpeg2000'
        | 'decodeHtJpeg2000'
        | 'decodeJpegXl'
        | 'encodeRle'
        | 'encodeJpeg'
        | 'encodeJpegLs'
        | 'encodeJpeg2000'
        | 'encodeHtJpeg2000'
        | 'encodeJpegXl',
        Coder
      >
    > & { initializeAsync(options?: { logCodecsInfo?: boolean }): Promise<void> };
  };
  export default codecs;
}
