/** Instruction codes (ZFM user manual 2.0, 6; R503 user manual 1.2.2, V; AS608 manual for 0x53). */
export const INSTRUCTION = {
  getImage: 0x01,
  uploadImage: 0x0a,
  setSystemParameter: 0x0e,
  readSystemParameters: 0x0f,
  verifyPassword: 0x13,
  cancel: 0x30,
  readFirmwareVersion: 0x3a,
  readProductInfo: 0x3c,
  handshake: 0x40,
  handshakeAs608: 0x53,
} as const;

/** Numbers of the parameters that `setSystemParameter` changes. */
export const SYSTEM_PARAMETER = { baudRate: 4, securityLevel: 5, packetSize: 6 } as const;

const instruction = (code: number, ...parameters: number[]): Uint8Array =>
  Uint8Array.of(code, ...parameters);

/** Takes a picture into the module's image buffer, if a finger is there. */
export const getImage = (): Uint8Array => instruction(INSTRUCTION.getImage);

/** Asks for the picture in the buffer: an acknowledgement, then data packets, the last one of type end-of-data. */
export const uploadImage = (): Uint8Array => instruction(INSTRUCTION.uploadImage);

export const readSystemParameters = (): Uint8Array => instruction(INSTRUCTION.readSystemParameters);

/** R503 and later; older modules answer with an error or not at all. */
export const readProductInfo = (): Uint8Array => instruction(INSTRUCTION.readProductInfo);

/** R503 1.2.2, "GetFwVer": only those that know their product answer it as well. */
export const readFirmwareVersion = (): Uint8Array => instruction(INSTRUCTION.readFirmwareVersion);

/** R503: stops what the module is doing. Other modules answer with an error, which is an answer as well. */
export const cancel = (): Uint8Array => instruction(INSTRUCTION.cancel);

/** R503. The AS608 has a handshake of its own (0x53) and answers this one with an error, which is an answer too. */
export const handshake = (): Uint8Array => instruction(INSTRUCTION.handshake);

/** @param password 32 bits; 0 as the modules leave the factory. */
export function verifyPassword(password: number): Uint8Array {
  const payload = new Uint8Array(5);
  payload[0] = INSTRUCTION.verifyPassword;
  new DataView(payload.buffer).setUint32(1, password);
  return payload;
}

/** The module keeps the value over a power cycle. */
export function setSystemParameter(
  parameter: keyof typeof SYSTEM_PARAMETER,
  content: number,
): Uint8Array {
  return instruction(INSTRUCTION.setSystemParameter, SYSTEM_PARAMETER[parameter], content);
}
