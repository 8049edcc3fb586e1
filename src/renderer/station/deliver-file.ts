import type { Answer } from '../../contract/channel.ts';

/** Hands a PDF to the shell. A closed save dialog is no failure; a printer that is not there is one. */
export async function deliverPdf(
  how: 'save' | 'print',
  { fileName, pdf }: { fileName: string; pdf: Uint8Array },
): Promise<Answer<{ readonly delivered: boolean }>> {
  const answer = await window.station.deliverFile(how, fileName, pdf);
  if (!answer.ok || how === 'save' || answer.value.delivered) return answer;
  return { ok: false, error: { code: 'printer-none' } };
}

/** Hands the diagnostic bundle to the shell's save dialog. */
export function saveBundle({
  fileName,
  bytes,
}: {
  fileName: string;
  bytes: Uint8Array;
}): Promise<Answer<{ readonly delivered: boolean }>> {
  return window.station.deliverFile('save', fileName, bytes);
}
