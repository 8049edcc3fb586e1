/**
 * Confirmation codes: the first byte of every acknowledgement (ZFM user manual 2.0, 6; R503 user manual 1.2.2, p. 10,
 * which adds those from 0x22 on). UpImage refuses with 0x0F (ZFM 6.3.9); 0x0E belongs to the commands that download.
 */
export const CONFIRMATION = {
  ok: 0x00,
  packetError: 0x01,
  noFinger: 0x02,
  imageFailed: 0x03,
  uploadRefused: 0x0e,
  imageTransferFailed: 0x0f,
  wrongPassword: 0x13,
  noValidImage: 0x15,
  flashError: 0x18,
  undefinedError: 0x19,
  invalidRegister: 0x1a,
  registerContentWrong: 0x1b,
  portFailed: 0x1d,
  addressWrong: 0x20,
  passwordRequired: 0x21,
  sensorFailed: 0x29,
  unsupported: 0xfc,
  /** The AS608 answers its own handshake (0x53) so; the others send it as one bare byte at power-on. */
  handshake: 0x55,
} as const;

const WORDS: ReadonlyMap<number, string> = new Map([
  [0x00, 'done'],
  [0x01, 'the module received a damaged or unknown packet'],
  [0x02, 'no finger on the sensor'],
  [0x03, 'the image could not be taken'],
  [0x04, 'the image is too dry or too light'],
  [0x05, 'the image is too wet or too dark'],
  [0x06, 'the image is too disordered for features'],
  [0x07, 'the image has too few features or is too small'],
  [0x08, 'the fingers do not match'],
  [0x09, 'no matching finger in the library'],
  [0x0a, 'the features could not be combined'],
  [0x0b, 'the page number is beyond the library'],
  [0x0c, 'the template could not be read from the library'],
  [0x0d, 'the template could not be uploaded'],
  [0x0e, 'the module cannot receive the following data packets'],
  [0x0f, 'the image could not be uploaded'],
  [0x10, 'the template could not be deleted'],
  [0x11, 'the library could not be emptied'],
  [0x13, 'wrong password'],
  [0x15, 'there is no valid image in the buffer'],
  [0x18, 'the flash memory could not be written'],
  [0x19, 'undefined error'],
  [0x1a, 'invalid register number'],
  [0x1b, 'wrong register content'],
  [0x1c, 'wrong notepad page'],
  [0x1d, 'the communication port did not work'],
  [0x1f, 'the library is full'],
  [0x20, 'wrong address'],
  [0x21, 'the password must be verified first'],
  [0x22, 'the template is empty'],
  [0x24, 'the library is empty'],
  [0x26, 'the module waited too long'],
  [0x27, 'the finger is in the library already'],
  [0x29, 'the sensor failed'],
  [0x55, 'ready'],
  [0xfc, 'the function is not supported'],
  [0xfd, 'the hardware failed'],
  [0xfe, 'the command could not be carried out'],
]);

/** A confirmation code in words, for the technician's log. */
export function confirmationInWords(code: number): string {
  const hexadecimal = `0x${code.toString(16).padStart(2, '0')}`;
  return `${WORDS.get(code) ?? 'unknown confirmation code'} (${hexadecimal})`;
}
