import type { KeyboardEvent } from 'react';

const FOCUSABLE = 'input:not([disabled]):not([type="hidden"]), textarea:not([disabled])';

/** The fields of a form in their order, one entry for each group of radio buttons. */
function fieldsOf(form: HTMLElement): HTMLElement[] {
  const cells = [...form.querySelectorAll<HTMLElement>('[data-path]')];
  return cells.flatMap((cell) => {
    const inputs = [...cell.querySelectorAll<HTMLInputElement>(FOCUSABLE)];
    const checked = inputs.find((input) => input.type === 'radio' && input.checked);
    const first = checked ?? inputs[0];
    return first ? [first] : [];
  });
}

/** Puts the focus on the first field of these paths, or on the first field of all. */
export function focusFirst(form: HTMLElement, paths: readonly string[]): void {
  const fields = fieldsOf(form);
  (fields.find((field) => isAt(field, paths)) ?? fields[0])?.focus();
}

/** Puts the focus where the typing begins: on the first field that is empty or wrong. */
export function focusFirstOpen(form: HTMLElement, wrongPaths: readonly string[]): void {
  const fields = fieldsOf(form);
  (fields.find((field) => isEmpty(field) || isAt(field, wrongPaths)) ?? fields[0])?.focus();
}

function isAt(field: HTMLElement, paths: readonly string[]): boolean {
  const path = field.closest<HTMLElement>('[data-path]')?.dataset['path'];
  return path !== undefined && paths.includes(path);
}

function isEmpty(field: HTMLElement): boolean {
  return field instanceof HTMLInputElement && field.type === 'text' && field.value === '';
}

/** Enter goes on to the next field, as on a typewriter; at the last one it goes to the main button. */
export function onEnterGoOn(event: KeyboardEvent<HTMLFormElement>): void {
  const { target, currentTarget } = event;
  const plain = !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey;
  if (event.key !== 'Enter' || !plain || event.nativeEvent.isComposing) return;
  if (!(target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const cell = target.closest('[data-path]');
  const fields = fieldsOf(currentTarget);
  const index = fields.findIndex((field) => field.closest('[data-path]') === cell);
  const next = fields[index + 1];
  if (next) next.focus();
  else document.querySelector<HTMLElement>('[aria-keyshortcuts="Control+Enter"]')?.focus();
}
