/** As much of OpenJPEG in WebAssembly as the station uses; the package has no types of its own. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  }
  /** Buffers are views into the module's memory: good until the next call. */
  export interface J2KDecoder {
    getEncodedBuffer(sizeBytes: number): Uint8Array;
    decode(): void;
    /** All zeros when the codestream could not be decoded. */
    getFrameInfo(): FrameInfo;
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  }
  export interface OpenJpegDecoder {
    readonly J2KDecoder: new () => J2KDecoder;
  }
  export default function load(options: {
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<OpenJpegDecoder>;
}

declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  export interface FrameFormat {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
    readonly isUsingColorTransform: boolean;
  }
  export interface J2KEncoder {
    /** Where the pixels go. */
    getDecodedBuffer(format: FrameFormat): Uint8Array;
    /** Reversible, or at the ratios that were set. */
    setQuality(isLossless: boolean, layers: number): void;
    setDecompositions(levels: number): void;
    setCompressionRatio(layer: number, ratio: number): void;
    setTileSize(size: { readonly width: number; readonly height: number }): void;
    encode(): void;
    /** A bare codestream. */
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }
  export interface OpenJpegEncoder {
    readonly J2KEncoder: new () => J2KEncoder;
  }
  export default function load(options: {
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<OpenJpegEncoder>;
}
